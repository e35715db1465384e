/**
 * What the ledger's state can't be asked for by key: which patients, devices and principals there are, who is named by
 * consents, and where in the log a proof finds its entries. Blocks enter; the index is on disk, can be made again
 * from the log, and never decides anything.
 */
@NullMarked
package org.vitaledger.api.index;

import org.jspecify.annotations.NullMarked;
