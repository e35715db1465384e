/**
 * Time stamps of RFC 3161 over checkpoints. A checkpoint enters; an authority's signed statement leaves that it existed at
 * a time. Always true: a stamp is told to hold only over exactly the bytes given, signed with exactly the certificate given.
 */
@NullMarked
package org.vitaledger.ledger.stamp;

import org.jspecify.annotations.NullMarked;
