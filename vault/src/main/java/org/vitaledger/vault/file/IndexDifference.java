package org.vitaledger.vault.file;

import java.util.Comparator;

/**
 * What the index does not have as a record says.
 *
 * @param position of the record
 * @param what what is wrong, static text
 */
record IndexDifference(long position, String what) implements Comparable<IndexDifference> {
    /** The most that are named; of the others only the number is told. */
    static final int MAX_NAMED = 10_000;

    private static final Comparator<IndexDifference> ORDER =
            Comparator.comparingLong(IndexDifference::position).thenComparing(IndexDifference::what);

    @Override
    public int compareTo(IndexDifference other) {
        return ORDER.compare(this, other);
    }
}
