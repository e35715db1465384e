package org.vitaledger.core.value;

import org.vitaledger.core.bytes.Bytes;

/**
 * A patient as everything but the vault knows them: a random number that means nothing outside (INV-009).
 *
 * @param bytes 16 bytes
 */
public record PatientHandle(Bytes bytes) implements Comparable<PatientHandle> {
    /** Bytes in the identifier. */
    public static final int SIZE = 16;

    public PatientHandle {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a patient handle has " + SIZE + " bytes");
        }
    }

    /**
     * Reads the hexadecimal form.
     *
     * @throws IllegalArgumentException if {@code text} is not 32 hexadecimal digits
     */
    public static PatientHandle parse(String text) {
        return new PatientHandle(Bytes.parseHex(text));
    }

    /** The lower-case hexadecimal form, as topics, FHIR ids and log lines show it. */
    public String text() {
        return bytes.hex();
    }

    @Override
    public int compareTo(PatientHandle other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
