package org.vitaledger.vault.file;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the keys of one kind.
 *
 * @param kind which
 * @param from the first
 * @param end the first behind
 */
record IndexRange(IndexKind kind, byte[] from, byte[] end) {
    private static final int PARTS = 16;
    private static final int BYTES = 256;

    /** All that records derive, in parts of about the same size: devices and patients have random ids. */
    static List<IndexRange> all() {
        List<IndexRange> ranges = new ArrayList<>();
        for (IndexKind kind : IndexKind.values()) {
            byte[] first = {kind.prefix()};
            byte[] from = first;
            for (int second = BYTES / PARTS; second < BYTES; second += BYTES / PARTS) {
                byte[] end = {kind.prefix(), (byte) second};
                ranges.add(new IndexRange(kind, from, end));
                from = end;
            }
            ranges.add(new IndexRange(kind, from, IndexKeys.behind(first)));
        }
        return ranges;
    }
}
