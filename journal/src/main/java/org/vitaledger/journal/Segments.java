package org.vitaledger.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The segments of one journal by their first position, without gaps. Safe for any thread. */
final class Segments {
    private final Path directory;
    private final ConcurrentSkipListMap<Long, Segment> byFirst = new ConcurrentSkipListMap<>();

    private Segments(Path directory) {
        this.directory = directory;
    }

    /** The segments in {@code directory}; those not finished when a process died are removed. */
    static Segments open(Path directory) throws IOException {
        Segments segments = new Segments(directory);
        Segment before = null;
        for (Path file : files(directory)) {
            Segment segment = Segment.open(file);
            if (before != null) {
                requireFollows(before, segment);
            }
            segments.add(segment);
            before = segment;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file :
                    all.filter(f -> f.toString().endsWith(Segment.UNFINISHED)).toList()) {
                Files.delete(file);
            }
        }
        return segments;
    }

    /** The segment files in {@code directory} in the order of their first positions. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(f -> Segment.namedPosition(f) >= 0).sorted().toList();
        }
    }

    private static void requireFollows(Segment before, Segment segment) throws IOException {
        long size = Files.size(before.file());
        if (segment.journalId() != before.journalId()) {
            throw JournalFault.damaged(segment.file(), 0, "the segment belongs to another journal");
        }
        if (before.endPosition(size) != segment.first()) {
            throw JournalFault.damaged(before.file(), size, "the next segment does not start where this one ends");
        }
    }

    void add(Segment segment) {
        byFirst.put(segment.first(), segment);
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    Segment last() {
        return byFirst.lastEntry().getValue();
    }

    long firstPosition() {
        return byFirst.firstKey();
    }

    /** The segment that holds {@code position}. */
    Segment holding(long position) {
        var entry = byFirst.floorEntry(position);
        if (entry == null) {
            throw JournalFault.outOfRange(directory, position);
        }
        return entry.getValue();
    }

    /** The position after the last byte of {@code segment} when the journal ends at {@code end}. */
    long endOf(Segment segment, long end) {
        @Nullable Long next = byFirst.higherKey(segment.first());
        return next == null ? end : Math.min(next, end);
    }

    /** Forgets and returns the segments that lie wholly before {@code position}, never the last. */
    synchronized List<Segment> removeBefore(long position) {
        List<Segment> removed = new ArrayList<>();
        while (byFirst.size() > 1) {
            Segment oldest = byFirst.firstEntry().getValue();
            Long next = byFirst.higherKey(oldest.first());
            if (next == null || next > position) {
                break;
            }
            byFirst.remove(oldest.first());
            removed.add(oldest);
        }
        return removed;
    }
}
