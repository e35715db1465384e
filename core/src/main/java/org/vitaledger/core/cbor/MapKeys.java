package org.vitaledger.core.cbor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;

/** The keys that one map has shown so far, in any order; small integers cost no allocation. */
final class MapKeys {
    private long small;
    private @Nullable Set<Object> others;

    /** Whether the integer key is new. */
    boolean addInteger(boolean negative, long argument) {
        if (argument >= 0 && argument < 32) {
            long bit = 1L << (negative ? argument + 32 : argument);
            boolean fresh = (small & bit) == 0;
            small |= bit;
            return fresh;
        }
        return others().add(new IntegerKey(negative, argument));
    }

    /** Whether the string key is new. */
    boolean addString(boolean text, byte[] input, int from, int to) {
        Bytes content = Bytes.of(Arrays.copyOfRange(input, from, to));
        return others().add(new StringKey(text, content));
    }

    private Set<Object> others() {
        Set<Object> set = others;
        if (set == null) {
            set = new HashSet<>();
            others = set;
        }
        return set;
    }

    private record IntegerKey(boolean negative, long argument) {}

    private record StringKey(boolean text, Bytes content) {}
}
