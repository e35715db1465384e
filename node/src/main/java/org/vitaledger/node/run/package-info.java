/**
 * One running node: a configuration enters, and ledger, vault, edge and API leave, wired and started in the order in which
 * the data travels, and stopped in the opposite one.
 */
@NullMarked
package org.vitaledger.node.run;

import org.jspecify.annotations.NullMarked;
