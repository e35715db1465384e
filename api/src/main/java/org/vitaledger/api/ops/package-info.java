/**
 * What the operator of a node does and sees, what people do with their own account, and the alerts for those who care for
 * patients. JSON requests enter, ledger
 * commands and JSON answers leave. Always: an operator sees no clinical content; alerts with values go through the
 * decision point.
 */
@NullMarked
package org.vitaledger.api.ops;

import org.jspecify.annotations.NullMarked;
