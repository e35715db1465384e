/**
 * Makes bytes durable: an append-only, segmented file log with group commit, and the replacement of small files.
 *
 * <p>What enters: records (byte strings) in any number from any thread. What leaves: the position of a record once it is
 * forced to the disk, and the records again, in the order of their positions. What always holds: no completion before
 * the force (INV-001); a record is read only from the place where it was written, whole and unchanged, or a fault names
 * file and offset; after a failed write or force nothing of what failed is kept, and writing goes on behind what was forced
 * once the disk takes it.
 *
 * <p>A segment file starts with a header (magic, journal id, first position, CRC). Its frames follow without gaps: length,
 * distance to the start of the group that was forced together, CRC-32C of the record, CRC-32C over journal id, position
 * and the three fields. So a frame in the wrong place or in the wrong journal is not valid, and a torn write (nothing
 * of a later group follows) is told from damage (a later group, or the marker of a clean close, follows).
 */
@NullMarked
package org.vitaledger.journal;

import org.jspecify.annotations.NullMarked;
