package org.vitaledger.core.value;

import org.vitaledger.core.bytes.Bytes;

/**
 * A consent, the same through all its versions.
 *
 * @param bytes 16 bytes
 */
public record ConsentId(Bytes bytes) implements Comparable<ConsentId> {
    /** Bytes in the identifier. */
    public static final int SIZE = 16;

    public ConsentId {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a consent id has " + SIZE + " bytes");
        }
    }

    /**
     * Reads the hexadecimal form.
     *
     * @throws IllegalArgumentException if {@code text} is not 32 hexadecimal digits
     */
    public static ConsentId parse(String text) {
        return new ConsentId(Bytes.parseHex(text));
    }

    /** The lower-case hexadecimal form, as topics, FHIR ids and log lines show it. */
    public String text() {
        return bytes.hex();
    }

    @Override
    public int compareTo(ConsentId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
