/** placeholder */
@NullMarked
package org.vitaledger.ledger;

import org.jspecify.annotations.NullMarked;
