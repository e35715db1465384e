package org.vitaledger.core.value;

import org.vitaledger.core.bytes.Bytes;

/**
 * A device on the ledger: a random number given at enrolment, and the key id of its signatures.
 *
 * @param bytes 8 bytes
 */
public record DeviceId(Bytes bytes) implements Comparable<DeviceId> {
    /** Bytes in the identifier. */
    public static final int SIZE = 8;

    public DeviceId {
        if (bytes.size() != SIZE) {
            throw new IllegalArgumentException("a device id has " + SIZE + " bytes");
        }
    }

    /**
     * Reads the hexadecimal form.
     *
     * @throws IllegalArgumentException if {@code text} is not 16 hexadecimal digits
     */
    public static DeviceId parse(String text) {
        return new DeviceId(Bytes.parseHex(text));
    }

    /** The lower-case hexadecimal form, as topics, FHIR ids and log lines show it. */
    public String text() {
        return bytes.hex();
    }

    @Override
    public int compareTo(DeviceId other) {
        return bytes.compareTo(other.bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
