package org.vitaledger.vault;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;

/**
 * Which readings of a patient.
 *
 * @param codes LOINC codes; empty means any
 * @param device of which device; empty means any
 * @param span measured when
 * @param page how many, in which order, from where on
 */
public record ReadingQuery(Set<String> codes, Optional<DeviceId> device, Span span, Page page) {
    public ReadingQuery {
        codes = Set.copyOf(codes);
    }

    /**
     * A span of time.
     *
     * @param from inclusive
     * @param to exclusive
     */
    public record Span(Instant from, Instant to) {
        /** All times that a reading can have. */
        public static final Span ALL = new Span(Instant.EPOCH, Instant.ofEpochMilli(Long.MAX_VALUE));
    }

    /**
     * A page of an answer, ordered as {@link Cursor} is.
     *
     * @param limit at most so many, 1 to 1000
     * @param newestFirst descending rather than ascending
     * @param after go on behind this place; empty starts at the first
     */
    public record Page(int limit, boolean newestFirst, Optional<Cursor> after) {
        public Page {
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("a page has 1 to 1000 readings");
            }
        }
    }

    /**
     * The place of a reading in the order of every answer: by time, then device, sequence and index.
     *
     * @param time when it was measured
     * @param id which
     */
    public record Cursor(Instant time, ReadingId id) implements Comparable<Cursor> {
        private static final Comparator<Cursor> ORDER = Comparator.comparing(Cursor::time)
                .thenComparing(cursor -> cursor.id().device())
                .thenComparingLong(cursor -> cursor.id().sequence())
                .thenComparingInt(cursor -> cursor.id().index());

        /** Where a reading stands. */
        public static Cursor of(Reading reading) {
            return new Cursor(reading.time(), reading.id());
        }

        @Override
        public int compareTo(Cursor other) {
            return ORDER.compare(this, other);
        }
    }
}
