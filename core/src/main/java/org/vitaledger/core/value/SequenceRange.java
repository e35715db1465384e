package org.vitaledger.core.value;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Packs of one device that follow each other in a batch: every number from the first to the last (INV-012).
 *
 * @param device whose packs
 * @param first the lowest sequence number
 * @param last the highest sequence number
 * @param readings how many readings in them, at least one a pack
 */
public record SequenceRange(DeviceId device, long first, long last, int readings) {
    /** The order of ranges in an anchor. */
    public static final Comparator<SequenceRange> ORDER =
            Comparator.comparing(SequenceRange::device).thenComparingLong(SequenceRange::first);

    public SequenceRange {
        if (first < 1 || last < first || last - first >= readings) {
            throw new IllegalArgumentException("a range has at least one pack, each with a reading");
        }
    }

    /** One pack. */
    public static SequenceRange of(DeviceId device, long sequence, int readings) {
        return new SequenceRange(device, sequence, sequence, readings);
    }

    /** How many packs. */
    public int packs() {
        return (int) (last - first + 1);
    }

    /** Whether the other begins right behind this one. */
    public boolean meets(SequenceRange next) {
        return device.equals(next.device) && last + 1 == next.first;
    }

    /** The fewest ranges that name the same packs, in {@link #ORDER}. */
    public static List<SequenceRange> joined(List<SequenceRange> ranges) {
        List<SequenceRange> joined = new ArrayList<>();
        for (SequenceRange next : ranges.stream().sorted(ORDER).toList()) {
            if (!joined.isEmpty() && joined.getLast().meets(next)) {
                SequenceRange before = joined.removeLast();
                joined.add(new SequenceRange(
                        before.device, before.first, next.last, Math.addExact(before.readings, next.readings)));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }
}
