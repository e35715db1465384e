package org.vitaledger.api.feed;

import java.time.Instant;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/**
 * Something that a clinician should look at now.
 *
 * @param id unique at this node
 * @param time when it was raised
 * @param device whose readings raised it
 * @param patient whose readings they are
 * @param rule the rule, for example {@code news2} or {@code threshold:8867-4}
 * @param severity how urgent
 * @param text what the clinician sees, with values
 */
public record Alert(
        String id, Instant time, DeviceId device, PatientHandle patient, String rule, Severity severity, String text) {
    /** How urgent an alert is. */
    public enum Severity {
        /** To be known. */
        INFO,
        /** To be looked at soon. */
        WARNING,
        /** To be looked at now. */
        CRITICAL
    }
}
