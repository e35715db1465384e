package org.vitaledger.journal;

import java.nio.file.Path;

/**
 * Something that is not as it should be in the files of a journal.
 *
 * @param file the file
 * @param offset where in the file it starts
 * @param kind what sort of thing it is
 * @param what the same in words, static text
 */
public record Finding(Path file, long offset, Kind kind, String what) {
    /** What can be found. */
    public enum Kind {
        /** There is no segment at all. */
        MISSING,
        /** The header of a segment is not valid, or belongs to another journal or place. */
        HEADER,
        /** A segment does not start where the one before ends. */
        GAP,
        /** A record that was once forced is not valid. */
        DAMAGED_RECORD,
        /**
         * The end of the last segment is not valid and nothing of a later group follows: a write that a crash cut short
         * (never acknowledged), or damage to the last group after a crash; only what was committed elsewhere tells which.
         * Opening the journal removes it.
         */
        TORN_TAIL
    }

    @Override
    public String toString() {
        return file + " at " + offset + ": " + what;
    }
}
