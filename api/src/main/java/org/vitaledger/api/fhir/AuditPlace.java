package org.vitaledger.api.fhir;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import org.vitaledger.core.proof.AuditRecord;

/**
 * Where a record stands in the trail of several patients: by time, then patient and number.
 *
 * @param time when access was asked for
 * @param id which record
 * @param until the newest time that the pages tell of; no part of the order
 */
record AuditPlace(Instant time, AuditEventId id, Instant until) implements Comparable<AuditPlace> {
    static final PageOrder.Form<AuditPlace> FORM = new PageOrder.Form<>(AuditPlace::text, AuditPlace::parse);

    private static final Comparator<AuditPlace> ORDER = Comparator.comparing((AuditPlace place) -> place.time())
            .thenComparing(place -> place.id().patient())
            .thenComparingLong(place -> place.id().number());

    static AuditPlace of(AuditRecord record, Instant until) {
        return new AuditPlace(
                record.access().time(), new AuditEventId(record.request().patient(), record.number()), until);
    }

    @Override
    public int compareTo(AuditPlace other) {
        return ORDER.compare(this, other);
    }

    private String text() {
        return time + "/" + id.text() + "/" + until;
    }

    private static AuditPlace parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("no place in the trail");
        }
        return new AuditPlace(time(parts[0]), AuditEventId.parse(parts[1]), time(parts[2]));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no time", e);
        }
    }
}
