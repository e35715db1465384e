package org.vitaledger.edge.rules;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/**
 * Somebody should look at a patient, or at a device that the patient wears.
 *
 * @param device which device's readings raised it, or which device it is about
 * @param patient whose they are, or who wears it
 * @param rule what they met
 * @param code the LOINC code of the value, {@value #NEWS2}, or empty where it is about the device as a whole
 * @param value the value that met the rule; none if the rule is technical
 * @param unit its UCUM unit; empty if there is no value
 * @param time when it was measured; of a technical alert, since when what it says holds
 * @param marks what else is to be known of it
 */
public record Alert(
        DeviceId device,
        PatientHandle patient,
        AlertRule rule,
        String code,
        Optional<Decimal> value,
        String unit,
        Instant time,
        Set<Mark> marks) {
    /** Stands for the aggregate score, which has no LOINC code. */
    public static final String NEWS2 = "NEWS2";

    /** What a reader must know so as not to be misled. */
    public enum Mark {
        /**
         * It says nothing of the present: the value came long after it was measured or after a newer one, or its time lies
         * in the future because a clock is wrong.
         */
        LATE,
        /** It is late because its time lies in the future: the clock of what measured it is wrong. */
        AHEAD,
        /** The value itself is inside the limit again, but by less than ends the alert. */
        HELD,
        /** Nothing newer has come for longer than it should: nobody knows whether it still holds. */
        STALE
    }

    public Alert {
        marks = Set.copyOf(marks);
        if (value.isPresent() == rule.isTechnical()) {
            throw new IllegalArgumentException("an alert has a value or is technical");
        }
    }

    /** An alert without a value. */
    static Alert technical(DeviceId device, PatientHandle patient, AlertRule rule, Instant since) {
        return new Alert(device, patient, rule, "", Optional.empty(), "", since, Set.of());
    }

    /** Says that nothing more has come of what raised this. */
    Alert silent(Instant since) {
        return new Alert(device, patient, AlertRule.NO_VALUES, code, Optional.empty(), "", since, Set.of());
    }

    /** How severe it is. */
    public Severity severity() {
        return rule.severity();
    }

    /** Whether it says nothing of the present. */
    public boolean late() {
        return marks.contains(Mark.LATE);
    }

    /** Whether its time lies in the future. */
    public boolean ahead() {
        return marks.contains(Mark.AHEAD);
    }

    /** This alert as it was raised, whatever has become of it since. */
    public Alert asRaised() {
        EnumSet<Mark> raised = EnumSet.noneOf(Mark.class);
        raised.addAll(marks);
        return raised.remove(Mark.STALE) ? with(raised) : this;
    }

    Alert asStale() {
        EnumSet<Mark> all = EnumSet.of(Mark.STALE);
        all.addAll(marks);
        return with(all);
    }

    private Alert with(Set<Mark> others) {
        return new Alert(device, patient, rule, code, value, unit, time, others);
    }

    /** What somebody reads, with LOINC code and UCUM unit as they are. */
    public String text() {
        if (value.isEmpty()) {
            return switch (rule) {
                case NO_VALUES -> code + ": no values since " + time.truncatedTo(ChronoUnit.SECONDS);
                default -> rule.words();
            };
        }
        String held = marks.contains(Mark.HELD) ? " (inside the limit again, by too little to end the alert)" : "";
        String stale = marks.contains(Mark.STALE) ? " (old: no newer values have come)" : "";
        return code + " " + value.get() + " " + unit + held + stale;
    }

    /**
     * The form for the topic {@code vl/alerts/<device>}: one JSON object with the strings {@code device}, {@code patient},
     * {@code rule}, {@code severity}, {@code code}, {@code unit} and {@code time} (ISO 8601, UTC), {@code value}, a number
     * with the digits that were measured or null, and the booleans {@code late}, {@code ahead}, {@code held}, {@code stale} and
     * {@code standing}. Nothing else identifies anybody.
     *
     * @param standing whether it was raised before and is still open, as a reader hears on subscribing
     */
    public String json(boolean standing) {
        StringBuilder json = new StringBuilder(320);
        string(json.append('{'), "device", device.text());
        string(json.append(','), "patient", patient.text());
        string(json.append(','), "rule", rule.id());
        string(json.append(','), "severity", severity().name().toLowerCase(Locale.ROOT));
        string(json.append(','), "code", code);
        json.append(",\"value\":").append(value.map(Decimal::toString).orElse("null"));
        string(json.append(','), "unit", unit);
        string(json.append(','), "time", time.toString());
        for (Mark mark : Mark.values()) {
            bool(json, mark.name().toLowerCase(Locale.ROOT), marks.contains(mark));
        }
        bool(json, "standing", standing);
        return json.append('}').toString();
    }

    private static void bool(StringBuilder json, String name, boolean value) {
        json.append(",\"").append(name).append("\":").append(value);
    }

    /** Codes and units are printable ASCII; quote and backslash are all that JSON wants escaped of that. */
    private static void string(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\');
            }
            json.append(c);
        }
        json.append('"');
    }

    /** Neither value nor handle: they have no place in logs (INV-009). */
    @Override
    public String toString() {
        return "Alert[" + device + " " + rule.id() + " " + code + "]";
    }
}
