/**
 * The keys of a node, in files that only their owner may read. They are made at the first start and never leave the
 * machine; what leaves are their public halves.
 */
@NullMarked
package org.vitaledger.node.keys;

import org.jspecify.annotations.NullMarked;
