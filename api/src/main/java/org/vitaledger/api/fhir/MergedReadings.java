package org.vitaledger.api.fhir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.ReadingPage;
import org.vitaledger.vault.ReadingQuery;

/** The readings of several patients and devices in one order, fetched in small pages as they are needed. For one thread. */
final class MergedReadings {
    private static final Comparator<Reading> ASCENDING = Comparator.comparing(ReadingQuery.Cursor::of);
    private static final int MAX_PAGE = 1000;

    private final Deque<ReadingQuery.Span> spans = new ArrayDeque<>();
    private final List<PatientRecord> records;
    private final Selection selection;
    private final Comparator<Reading> order;
    private PriorityQueue<Source> heads;

    /**
     * Which readings, and how.
     *
     * @param codes LOINC codes; empty means any
     * @param devices of which devices; empty means any
     * @param times measured when
     * @param page order, start and about how many will be needed
     */
    record Selection(Set<String> codes, Set<DeviceId> devices, TimeSpans times, ReadingQuery.Page page) {}

    MergedReadings(List<PatientRecord> records, Selection selection) {
        this.records = records;
        this.selection = selection;
        this.order = selection.page().newestFirst() ? ASCENDING.reversed() : ASCENDING;
        List<ReadingQuery.Span> ordered = selection.times().spans();
        spans.addAll(selection.page().newestFirst() ? ordered.reversed() : ordered);
        this.heads = new PriorityQueue<>(Comparator.comparing(Source::head, order));
    }

    /** The next reading, or empty if there is no more. */
    Optional<OpenedReading> next() {
        while (heads.isEmpty() && !spans.isEmpty()) {
            heads = sources(spans.removeFirst());
        }
        Source first = heads.poll();
        if (first == null) {
            return Optional.empty();
        }
        OpenedReading reading = first.take();
        if (first.fill()) {
            heads.add(first);
        }
        return Optional.of(reading);
    }

    private PriorityQueue<Source> sources(ReadingQuery.Span span) {
        List<Optional<DeviceId>> devices = selection.devices().isEmpty()
                ? List.of(Optional.empty())
                : selection.devices().stream().map(Optional::of).toList();
        int share = Math.ceilDiv(selection.page().limit(), Math.max(1, records.size() * devices.size()));
        int limit = Math.clamp(share + 1L, 2, MAX_PAGE);
        ReadingQuery.Page page = new ReadingQuery.Page(
                limit, selection.page().newestFirst(), selection.page().after());
        PriorityQueue<Source> filled = new PriorityQueue<>(Comparator.comparing(Source::head, order));
        for (PatientRecord record : records) {
            for (Optional<DeviceId> device : devices) {
                Source source = new Source(record, new ReadingQuery(selection.codes(), device, span, page));
                if (source.fill()) {
                    filled.add(source);
                }
            }
        }
        return filled;
    }

    /** One patient's readings of one device or of all. */
    private static final class Source {
        private final PatientRecord record;
        private final Deque<OpenedReading> fetched = new ArrayDeque<>();
        private Optional<ReadingQuery> next;

        Source(PatientRecord record, ReadingQuery first) {
            this.record = record;
            this.next = Optional.of(first);
        }

        Reading head() {
            return fetched.getFirst().reading();
        }

        OpenedReading take() {
            return fetched.removeFirst();
        }

        boolean fill() {
            while (fetched.isEmpty() && next.isPresent()) {
                ReadingQuery query = next.get();
                ReadingPage page = record.readings(query);
                fetched.addAll(new ArrayList<>(page.readings()));
                next = page.next()
                        .map(cursor -> new ReadingQuery(
                                query.codes(),
                                query.device(),
                                query.span(),
                                new ReadingQuery.Page(
                                        query.page().limit(), query.page().newestFirst(), Optional.of(cursor))));
            }
            return !fetched.isEmpty();
        }
    }
}
