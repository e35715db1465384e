package org.vitaledger.core.value;

import java.time.Instant;
import org.vitaledger.core.bytes.Hash;

/**
 * One normalised measurement of one patient.
 *
 * @param id where it stands
 * @param patient whose it is
 * @param time when it was measured, whole milliseconds
 * @param code what was measured, a LOINC code
 * @param value the number
 * @param unit the unit of the number, UCUM
 * @param pack SHA-256 of the signed pack (COSE_Sign1 bytes) that carried it
 */
public record Reading(
        ReadingId id, PatientHandle patient, Instant time, String code, Decimal value, String unit, Hash pack) {
    static final int LONGEST_LOINC = 9;
    private static final int MAX_UNIT = 32;

    public Reading {
        requireLoinc(code);
        if (!time.equals(Instant.ofEpochMilli(time.toEpochMilli()))) {
            throw new IllegalArgumentException("a reading's time is in whole milliseconds");
        }
        if (unit.isEmpty() || unit.length() > MAX_UNIT || !unit.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a unit is 1 to 32 printable ASCII characters");
        }
    }

    /** The id alone: values and handles have no place in logs (INV-009). */
    @Override
    public String toString() {
        return "Reading[" + id + "]";
    }

    static void requireLoinc(String code) {
        if (!isLoinc(code)) {
            throw new IllegalArgumentException("not the form of a LOINC code");
        }
    }

    /** One to seven digits, a hyphen, a digit. */
    static boolean isLoinc(String code) {
        int hyphen = code.length() - 2;
        boolean holds = hyphen >= 1 && code.length() <= LONGEST_LOINC && code.charAt(hyphen) == '-';
        for (int i = 0; holds && i < code.length(); i++) {
            holds = i == hyphen || (code.charAt(i) >= '0' && code.charAt(i) <= '9');
        }
        return holds;
    }
}
