package org.vitaledger.ledger.log;

import java.nio.file.Path;
import org.vitaledger.journal.Finding;

/**
 * Something in a ledger's files that is not as it should be.
 *
 * @param file the file
 * @param offset where in the file the record starts that is meant
 * @param height the block, or -1 if it can't be told
 * @param index the entry of the log, or -1 if no single one is meant
 * @param kind what sort of thing it is
 */
public record LogFinding(Path file, long offset, long height, long index, Kind kind) {
    /** What can be found. */
    public enum Kind {
        /** A file of a journal is missing, or its header or the order of its files is wrong. */
        FILES("the files of the journal are not complete or not in order"),
        /** A record differs from its checksum. */
        DAMAGED_RECORD("the record is damaged"),
        /** The end of a journal is not whole: an interrupted write, or damage to the last one. */
        TORN_TAIL("the last write is not whole; opening the ledger removes it"),
        /** A record is not a block. */
        MALFORMED_BLOCK("the record is not a block"),
        /** A block does not follow the one before. */
        MISSING_BLOCK("the block does not follow the one before"),
        /** An entry is not what the contracts write, or stands where none of its kind can. */
        MALFORMED_ENTRY("the entry is not of the ledger's canonical form"),
        /** A block's time is before the last block's. */
        TIME_GOES_BACK("the block is older than the one before"),
        /** The contracts come to another outcome. */
        WRONG_OUTCOME("the contracts come to another outcome"),
        /** The contracts come to another state. */
        WRONG_STATE_ROOT("the contracts come to another state root"),
        /** A checkpoint is not readable, or not signed under the policy. */
        BAD_CHECKPOINT("the checkpoint is not valid under the policy"),
        /** A checkpoint's size is not the end of a block of the log. */
        CHECKPOINT_AHEAD("the log does not reach a size that a checkpoint was signed for"),
        /** The log has another root than the checkpoint of that size. */
        WRONG_ROOT("the log has another root than the checkpoint that was signed"),
        /** The log is not the one of the checkpoint that the check was to begin from. */
        OTHER_THAN_TRUSTED("the log is not the one of the checkpoint that the check was to begin from"),
        /** Two checkpoints of one size have different roots (INV-006). */
        TWO_ROOTS("two checkpoints of one size have different roots"),
        /** There is no checkpoint. */
        NO_CHECKPOINT("there is no checkpoint"),
        /** What was written down of the state is damaged, or not what the contracts come to. */
        OTHER_STATE("the state that was written down is not the log's; delete its folder to have it made anew");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** The same in words; static. */
        public String text() {
            return text;
        }
    }

    static LogFinding of(Finding finding, long height) {
        Kind kind = switch (finding.kind()) {
            case MISSING, HEADER, GAP -> Kind.FILES;
            case DAMAGED_RECORD -> Kind.DAMAGED_RECORD;
            case TORN_TAIL -> Kind.TORN_TAIL;
        };
        return new LogFinding(finding.file(), finding.offset(), height, -1, kind);
    }

    @Override
    public String toString() {
        String block = height < 0 ? "" : ", block " + height;
        String entry = index < 0 ? "" : ", entry " + index;
        return file + " at " + offset + block + entry + ": " + kind.text();
    }
}
