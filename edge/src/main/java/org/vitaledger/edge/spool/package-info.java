/**
 * What was accepted and is not committed yet. Accepted packs enter and are durable, encrypted, when their completion is
 * told (INV-001); they leave in the order of acceptance to the drain, and are dropped some time after their commit.
 */
@NullMarked
package org.vitaledger.edge.spool;

import org.jspecify.annotations.NullMarked;
