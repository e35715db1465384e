package org.vitaledger.api.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vitaledger.vault.ReadingQuery.Span;

/**
 * A set of instants: disjoint spans in ascending order.
 *
 * @param spans the spans
 */
record TimeSpans(List<Span> spans) {
    /** All times. */
    static final TimeSpans ALL = new TimeSpans(List.of(Span.ALL));

    TimeSpans {
        spans = List.copyOf(spans);
    }

    static TimeSpans of(Instant from, Instant to) {
        Instant start = from.isBefore(Span.ALL.from()) ? Span.ALL.from() : from;
        Instant end = to.isAfter(Span.ALL.to()) ? Span.ALL.to() : to;
        return start.isBefore(end) ? new TimeSpans(List.of(new Span(start, end))) : new TimeSpans(List.of());
    }

    /** From the first of them, inclusive, to the last, exclusive; empty in itself if there are none. */
    Span hull() {
        return spans.isEmpty()
                ? new Span(Instant.EPOCH, Instant.EPOCH)
                : new Span(spans.getFirst().from(), spans.getLast().to());
    }

    boolean contains(Instant time) {
        return spans.stream().anyMatch(span -> !time.isBefore(span.from()) && time.isBefore(span.to()));
    }

    TimeSpans and(TimeSpans other) {
        List<Span> both = new ArrayList<>();
        for (Span mine : spans) {
            for (Span theirs : other.spans) {
                Instant from = mine.from().isAfter(theirs.from()) ? mine.from() : theirs.from();
                Instant to = mine.to().isBefore(theirs.to()) ? mine.to() : theirs.to();
                both.addAll(of(from, to).spans);
            }
        }
        return new TimeSpans(both);
    }

    TimeSpans or(TimeSpans other) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.addAll(other.spans);
        sorted.sort(Comparator.comparing(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : sorted) {
            Span last = merged.isEmpty() ? null : merged.getLast();
            if (last != null && !span.from().isAfter(last.to())) {
                Instant end = span.to().isAfter(last.to()) ? span.to() : last.to();
                merged.set(merged.size() - 1, new Span(last.from(), end));
            } else {
                merged.add(span);
            }
        }
        return new TimeSpans(merged);
    }
}
