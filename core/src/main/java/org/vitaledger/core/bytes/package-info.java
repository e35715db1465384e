/**
 * Immutable byte strings and hashes. What enters is copied, what leaves is a copy, and equality is by content, so that
 * byte strings can stand in records and as keys of maps.
 */
@NullMarked
package org.vitaledger.core.bytes;

import org.jspecify.annotations.NullMarked;
