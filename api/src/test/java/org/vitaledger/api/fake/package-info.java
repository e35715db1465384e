/** A ledger and a vault in memory, and an API that really runs on them. */
@NullMarked
package org.vitaledger.api.fake;

import org.jspecify.annotations.NullMarked;
