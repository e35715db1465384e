package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.ReadingPage;
import org.vitaledger.vault.ReadingQuery;
import org.vitaledger.vault.ReadingQuery.Cursor;

/**
 * One search through a patient's time line. Packs are visited by their nearest reading in the direction of the search, and
 * a reading is given out once no pack still to come can hold an earlier one. Only packs that the grant and the query need
 * are opened.
 */
final class ReadingSearch {
    private final Sources sources;
    private final Grant grant;
    private final ReadingQuery query;
    private final boolean ascending;
    private final Comparator<Cursor> order;
    private final PriorityQueue<OpenedReading> near;
    private final List<OpenedReading> found = new ArrayList<>();

    /** What a search reads from. */
    record Sources(Index index, Finder finder, CodeNumbers codes, RecordOpener opener) {}

    ReadingSearch(Sources sources, Grant grant, ReadingQuery query) {
        this.sources = sources;
        this.grant = grant;
        this.query = query;
        this.ascending = !query.page().newestFirst();
        this.order = ascending ? Comparator.<Cursor>naturalOrder() : Comparator.<Cursor>reverseOrder();
        this.near = new PriorityQueue<>(Comparator.comparing(ReadingSearch::cursor, order));
    }

    static Cursor cursor(OpenedReading opened) {
        return Cursor.of(opened.reading());
    }

    /** A pack on the time line; {@code near} is the reading that its key tells, {@code far} the other end. */
    private record Candidate(long near, long far, DeviceId device, long sequence, List<String> codes) {}

    ReadingPage run() {
        boolean byLast = !ascending;
        byte[] prefix = IndexKeys.timeline(grant.patient(), byLast);
        try (IndexWalk walk = sources.index().walk(prefix).start(ascending, startKey())) {
            for (; walk.valid() && !full(); walk.next(ascending)) {
                Candidate candidate = candidate(walk);
                giveOutBefore(candidate.near());
                if (full() || isBeyond(candidate)) {
                    break;
                }
                if (mayHold(candidate)) {
                    open(candidate);
                }
            }
        }
        while (!full() && !near.isEmpty()) {
            found.add(near.remove());
        }
        return page();
    }

    /** One more than the page holds tells whether there is a next page. */
    private boolean full() {
        return found.size() > query.page().limit();
    }

    private ReadingPage page() {
        if (!full()) {
            return new ReadingPage(found, Optional.empty());
        }
        List<OpenedReading> page = found.subList(0, query.page().limit());
        return new ReadingPage(page, Optional.of(cursor(page.getLast())));
    }

    /** A pack that overlaps the start of the search lies on the time line by at most the patient's span before it. */
    private byte[] startKey() {
        long span = sources.finder().span(grant.patient());
        Instant after = query.page().after().map(Cursor::time).orElse(null);
        if (ascending) {
            Instant from = query.span().from();
            Instant start = after == null || after.isBefore(from) ? from : after;
            long time = start.toEpochMilli();
            return IndexKeys.timelineFrom(
                    grant.patient(), false, time < Long.MIN_VALUE + span ? Long.MIN_VALUE : time - span);
        }
        Instant to = query.span().to();
        Instant start = after == null || after.isAfter(to) ? to : after;
        long time = start.toEpochMilli();
        return IndexKeys.timelineFrom(
                grant.patient(), true, time >= Long.MAX_VALUE - span - 1 ? Long.MAX_VALUE : time + span + 1);
    }

    private Candidate candidate(IndexWalk walk) {
        ByteBuffer key = ByteBuffer.wrap(walk.key());
        key.position(IndexKeys.timeline(grant.patient(), false).length);
        long time = key.getLong() ^ Long.MIN_VALUE;
        DeviceId device = new DeviceId(Bytes.of(Scratch.bytes(key, DeviceId.SIZE)));
        ByteBuffer value = ByteBuffer.wrap(walk.value());
        long span = Scratch.varint(value);
        long far = ascending ? time + span : time - span;
        return new Candidate(time, far, device, key.getLong(), sources.codes().read(value));
    }

    /** Nothing of this pack, nor of those behind it, is in the span. */
    private boolean isBeyond(Candidate candidate) {
        return ascending
                ? candidate.near() >= query.span().to().toEpochMilli()
                : candidate.near() < query.span().from().toEpochMilli();
    }

    private boolean mayHold(Candidate candidate) {
        long first = Math.min(candidate.near(), candidate.far());
        long last = Math.max(candidate.near(), candidate.far());
        boolean inSpan = last >= query.span().from().toEpochMilli()
                && first < query.span().to().toEpochMilli();
        boolean ahead = query.page()
                .after()
                .map(after -> ascending
                        ? last >= after.time().toEpochMilli()
                        : first <= after.time().toEpochMilli())
                .orElse(true);
        return inSpan
                && ahead
                && query.device().map(candidate.device()::equals).orElse(true)
                && candidate.codes().stream().anyMatch(this::wanted);
    }

    private boolean wanted(String code) {
        return grant.covers(code) && (query.codes().isEmpty() || query.codes().contains(code));
    }

    private void open(Candidate candidate) {
        Optional<OpenedPack> opened = sources.finder()
                .pack(candidate.device(), candidate.sequence())
                .filter(place -> place.entry().patient().equals(grant.patient()))
                .flatMap(sources.opener()::pack);
        if (opened.isEmpty()) {
            return;
        }
        List<Reading> readings = opened.get().packed().readings();
        for (int i = 0; i < readings.size(); i++) {
            if (selected(readings.get(i))) {
                near.add(opened.get().reading(i, grant));
            }
        }
    }

    private boolean selected(Reading reading) {
        Instant time = reading.time();
        return wanted(reading.code())
                && !time.isBefore(query.span().from())
                && time.isBefore(query.span().to())
                && query.page()
                        .after()
                        .map(after -> order.compare(Cursor.of(reading), after) > 0)
                        .orElse(true);
    }

    /** Packs from now on hold no reading nearer than {@code time}. */
    private void giveOutBefore(long time) {
        while (!full() && !near.isEmpty()) {
            long next = near.element().reading().time().toEpochMilli();
            if (ascending ? next >= time : next <= time) {
                return;
            }
            found.add(near.remove());
        }
    }
}
