package org.vitaledger.edge.rules;

import java.time.Instant;
import java.util.Locale;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/**
 * Somebody should look at a patient.
 *
 * @param device which device's readings raised it
 * @param patient whose they are
 * @param rule what they met
 * @param code the LOINC code of the value, or {@value #NEWS2}
 * @param value the value that met the rule
 * @param unit its UCUM unit
 * @param time when it was measured
 * @param late whether it says nothing of the present: the value came long after it was measured or after a newer one, or
 *     its time lies in the future because a clock is wrong
 */
public record Alert(
        DeviceId device,
        PatientHandle patient,
        AlertRule rule,
        String code,
        Decimal value,
        String unit,
        Instant time,
        boolean late) {
    /** Stands for the aggregate score, which has no LOINC code. */
    public static final String NEWS2 = "NEWS2";

    /** How severe it is. */
    public Severity severity() {
        return rule.severity();
    }

    /**
     * The form for the topic {@code vl/alerts/<device>}: one JSON object with the strings {@code device}, {@code patient},
     * {@code rule}, {@code severity}, {@code code}, {@code unit} and {@code time} (ISO 8601, UTC), the number
     * {@code value} with the digits that were measured, and the booleans {@code late} and {@code standing}. Nothing else
     * identifies anybody.
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
        json.append(",\"value\":").append(value);
        string(json.append(','), "unit", unit);
        string(json.append(','), "time", time.toString());
        json.append(",\"late\":").append(late).append(",\"standing\":").append(standing);
        return json.append('}').toString();
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
