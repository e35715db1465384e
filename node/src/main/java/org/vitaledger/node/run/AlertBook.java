package org.vitaledger.node.run;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.rules.Alert;

/**
 * The newest alerts: at most {@value #OF_ONE} of one patient, so that none pushes out those of others, and at most
 * {@value #OF_ALL} in all. Safe for any thread.
 */
final class AlertBook {
    static final int OF_ONE = 100;
    static final int OF_ALL = 10_000;
    /** More than are raised; the numbers stay below 2^53, which a page can count with. */
    private static final long NUMBERS_A_MILLISECOND = 1000;

    private final NavigableMap<Long, Entry> all = new TreeMap<>();
    private final Map<PatientHandle, Deque<Long>> numbers = new HashMap<>();
    private long last;

    /** Numbers go on from {@code start}, so that none of an earlier run comes again for another alert. */
    AlertBook(Instant start) {
        last = start.toEpochMilli() * NUMBERS_A_MILLISECOND;
    }

    /** An alert, when it was raised, and its number, ascending from alert to alert. */
    record Entry(long number, Instant raised, Alert alert) {
        /** The same entry of the alert as it has become. */
        Entry as(Alert now) {
            return new Entry(number, raised, now);
        }
    }

    synchronized Entry add(Alert alert, Instant raised) {
        Entry entry = new Entry(++last, raised, alert);
        all.put(entry.number, entry);
        Deque<Long> own = numbers.computeIfAbsent(alert.patient(), patient -> new ArrayDeque<>());
        own.addLast(entry.number);
        if (own.size() > OF_ONE) {
            all.remove(own.removeFirst());
        }
        if (all.size() > OF_ALL) {
            dropOldest();
        }
        return entry;
    }

    private void dropOldest() {
        PatientHandle patient = all.pollFirstEntry().getValue().alert.patient();
        numbers.computeIfPresent(patient, (whose, own) -> {
            // Numbers ascend, so the oldest of all is the oldest of its patient.
            own.removeFirst();
            return own.isEmpty() ? null : own;
        });
    }

    /** The entry of this very alert; it is entered, as raised then, if it never was or has been pushed out. */
    synchronized Entry of(Alert alert, Instant raised) {
        for (long number : numbers.getOrDefault(alert.patient(), new ArrayDeque<>())) {
            Entry entry = all.get(number);
            if (entry != null && entry.alert.equals(alert)) {
                return entry;
            }
        }
        return add(alert, raised);
    }

    /** The newest of some patients, newest first. */
    synchronized List<Entry> newest(Predicate<PatientHandle> whose, int limit) {
        List<Entry> newest = new ArrayList<>();
        for (Entry entry : all.descendingMap().values()) {
            if (newest.size() == limit) {
                break;
            }
            if (whose.test(entry.alert.patient())) {
                newest.add(entry);
            }
        }
        return newest;
    }

    /** Those of whom there are alerts. */
    synchronized Set<PatientHandle> patients() {
        return Set.copyOf(numbers.keySet());
    }
}
