/**
 * The C2SP formats around a transparency log: signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy.
 *
 * <p>Enters: texts of unknown origin, and keys. Leaves: checkpoints, signatures and the answer whether a policy accepts a
 * checkpoint. Always true: a text is parsed strictly and within fixed bounds or refused with a
 * {@link org.vitaledger.core.note.NoteRejected}, it is written again exactly as it was read, and parsing says nothing
 * about trust: that is what {@link org.vitaledger.core.note.Policy#check} is for.
 */
@NullMarked
package org.vitaledger.core.note;

import org.jspecify.annotations.NullMarked;
