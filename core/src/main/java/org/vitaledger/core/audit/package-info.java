/**
 * What a member keeps of who asked for whose data, and what it anchors of that (ADR 0016).
 *
 * <p>Values and their canonical bytes. Always: the leaf of a record is salted, so that nobody learns from a tree's hashes
 * who read whom, and a record holds no clinical value.
 */
@NullMarked
package org.vitaledger.core.audit;

import org.jspecify.annotations.NullMarked;
