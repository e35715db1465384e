/**
 * The access contract: who may read what, decided on the ledger's state alone. A request enters with the height it is
 * pinned to; a {@link org.vitaledger.core.access.Grant} or a reason leaves. Only a decision makes a grant, and nothing
 * in the vault opens without one (INV-004).
 */
@NullMarked
package org.vitaledger.core.access;

import org.jspecify.annotations.NullMarked;
