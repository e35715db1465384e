package org.vitaledger.api.audit;

import java.time.Instant;
import java.util.Comparator;

/**
 * Where a record stands in the order by time; no two stand at the same place.
 *
 * @param time when access was asked for, whole milliseconds
 * @param position where its record begins in the log
 */
public record AuditPlace(Instant time, long position) implements Comparable<AuditPlace> {
    private static final Comparator<AuditPlace> ORDER =
            Comparator.comparing((AuditPlace place) -> place.time()).thenComparingLong(AuditPlace::position);

    @Override
    public int compareTo(AuditPlace other) {
        return ORDER.compare(this, other);
    }
}
