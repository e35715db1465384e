package org.vitaledger.core.value;

/**
 * Which packs of one device a batch holds. Fewer packs than the range is long is a gap, and stands on the ledger
 * (INV-012).
 *
 * @param device whose packs
 * @param first the lowest sequence number
 * @param last the highest sequence number
 * @param packs how many packs
 * @param readings how many readings in them
 */
public record SequenceRange(DeviceId device, long first, long last, int packs, int readings) {
    public SequenceRange {
        if (first < 1 || last < first || packs < 1 || packs > last - first + 1 || readings < packs) {
            throw new IllegalArgumentException(
                    "a range has at least one pack, each with a reading, and no more" + " packs than numbers");
        }
    }
}
