package org.vitaledger.core.value;

import org.vitaledger.core.bytes.Bytes;

/**
 * A person or program that acts: a random number; the name behind it stays with its institution.
 *
 * @param bytes 16 bytes
 */
public record PrincipalId(Bytes bytes) implements Comparable<PrincipalId> {
    /** Bytes in the identifier. */
    public static final int SIZE = 16;

    public PrincipalId {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a principal id has " + SIZE + " bytes");
        }
    }

    /**
     * Reads the hexadecimal form.
     *
     * @throws IllegalArgumentException if {@code text} is not 32 hexadecimal digits
     */
    public static PrincipalId parse(String text) {
        return new PrincipalId(Bytes.parseHex(text));
    }

    /** The lower-case hexadecimal form, as topics, FHIR ids and log lines show it. */
    public String text() {
        return bytes.hex();
    }

    @Override
    public int compareTo(PrincipalId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
