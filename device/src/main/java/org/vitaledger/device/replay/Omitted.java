package org.vitaledger.device.replay;

/**
 * What a recording held and was not sent.
 *
 * @param unknown values of -1, which mean that the value isn't known
 * @param descriptors general descriptors of the patient
 * @param unmapped values of parameters without a code
 * @param malformed lines that are not of the format
 */
public record Omitted(int unknown, int descriptors, int unmapped, int malformed) {
    /** Nothing. */
    public static final Omitted NOTHING = new Omitted(0, 0, 0, 0);

    /** Both together. */
    public Omitted plus(Omitted other) {
        return new Omitted(
                unknown + other.unknown,
                descriptors + other.descriptors,
                unmapped + other.unmapped,
                malformed + other.malformed);
    }

    /** How many in all. */
    public int total() {
        return unknown + descriptors + unmapped + malformed;
    }
}
