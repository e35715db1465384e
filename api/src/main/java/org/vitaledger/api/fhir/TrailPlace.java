package org.vitaledger.api.fhir;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.vitaledger.api.audit.AuditPlace;
import org.vitaledger.core.audit.AuditRecord;

/**
 * Where a page of the trail ends.
 *
 * @param place the place of its last record
 * @param until the end of the log at the first page; no part of the order
 */
record TrailPlace(AuditPlace place, long until) implements Comparable<TrailPlace> {
    static final PageOrder.Form<TrailPlace> FORM = new PageOrder.Form<>(TrailPlace::text, TrailPlace::parse);

    @Override
    public int compareTo(TrailPlace other) {
        return place.compareTo(other.place);
    }

    private String text() {
        return place.time() + "/" + place.position() + "/" + until;
    }

    private static TrailPlace parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("no place in the trail");
        }
        try {
            Instant time = Instant.parse(parts[0]);
            if (!AuditRecord.Access.isTime(time)) {
                throw new IllegalArgumentException("no time of an access");
            }
            return new TrailPlace(new AuditPlace(time, Long.parseLong(parts[1])), Long.parseLong(parts[2]));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("no place in the trail", e);
        }
    }
}
