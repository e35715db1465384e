package org.vitaledger.api.feed;

import java.time.Instant;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/**
 * Something that a clinician should look at now.
 *
 * @param id unique at this node
 * @param time when it was measured, as sent; of one that says nothing of a value, since when that holds
 * @param raised when it was raised
 * @param device whose readings raised it
 * @param patient whose readings they are
 * @param rule the rule, for example {@code news2-urgent}, or {@code monitor-clock} of one that says nothing of a value
 * @param severity how urgent
 * @param text what the clinician sees, with values if it is about some
 * @param marks what else is to be known of it, or it misleads
 * @param open whether what raised it still holds, as far as the feed knows
 */
public record Alert(
        String id,
        Instant time,
        Instant raised,
        DeviceId device,
        PatientHandle patient,
        String rule,
        Severity severity,
        String text,
        Marks marks,
        boolean open) {
    /**
     * What keeps an alert from telling the present.
     *
     * @param late its value came late, or its time is that of a wrong clock
     * @param ahead its time lies in the future
     */
    public record Marks(boolean late, boolean ahead) {
        /** Of an alert that tells the present. */
        public static final Marks NONE = new Marks(false, false);
    }

    /** The device and the rule: values and handles have no place in logs (INV-009). */
    @Override
    public String toString() {
        return "Alert[" + id + " " + device + " " + rule + "]";
    }

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
