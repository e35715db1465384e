package org.vitaledger.vault.file;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.Reading;

/**
 * What the index learns of a pack.
 *
 * @param entry what stands in clear
 * @param number which of its batch, from 0
 * @param place where it is sealed
 * @param content what only the key tells; absent when there is no key
 */
record PackFacts(
        PackEntry entry,
        int number,
        BatchRecord.Place place,
        @Nullable Content content) {
    /**
     * What a pack's readings are about.
     *
     * @param first when the first of them was measured, in milliseconds
     * @param last when the last of them was measured, in milliseconds
     * @param codes their LOINC codes
     */
    record Content(long first, long last, Set<String> codes) {
        static Content of(List<Reading> readings) {
            long first = Long.MAX_VALUE;
            long last = Long.MIN_VALUE;
            Set<String> codes = new LinkedHashSet<>();
            for (Reading reading : readings) {
                long time = reading.time().toEpochMilli();
                first = Math.min(first, time);
                last = Math.max(last, time);
                codes.add(reading.code());
            }
            return new Content(first, last, codes);
        }
    }
}
