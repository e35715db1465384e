package org.vitaledger.core.value;

/**
 * Where a reading stands: the pack of one device, and its place in it. Its text is the FHIR id of the Observation.
 *
 * @param device who measured
 * @param sequence the number of the pack, from 1
 * @param index the place in the pack, from 0
 */
public record ReadingId(DeviceId device, long sequence, int index) {
    /** The most readings in one pack. */
    public static final int MAX_READINGS = 500;

    public ReadingId {
        if (sequence < 1 || index < 0 || index >= MAX_READINGS) {
            throw new IllegalArgumentException("a reading has a sequence from 1 and an index from 0 to 499");
        }
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if {@code text} is not exactly what {@link #text()} writes
     */
    public static ReadingId parse(String text) {
        String[] parts = text.split("-", -1);
        if (parts.length != 3 || parts[1].length() > 19 || parts[2].length() > 3) {
            throw new IllegalArgumentException("a reading id is device-sequence-index");
        }
        ReadingId id = new ReadingId(DeviceId.parse(parts[0]), Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
        if (!id.text().equals(text)) {
            throw new IllegalArgumentException("a reading id has no leading zeros, signs or capitals");
        }
        return id;
    }

    /** {@code device-sequence-index}, for example {@code 00a1b2c3d4e5f607-42-3}; at most 40 characters. */
    public String text() {
        return device.text() + "-" + sequence + "-" + index;
    }

    @Override
    public String toString() {
        return text();
    }
}
