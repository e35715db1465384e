/**
 * Proofs that anybody can check offline. A C2SP tlog-proof file and a tlog-policy file enter; a verdict that names
 * what was proved, or the first step that failed, leaves. Nothing else is read: no network, no clock, no store.
 */
@NullMarked
package org.vitaledger.core.proof;

import org.jspecify.annotations.NullMarked;
