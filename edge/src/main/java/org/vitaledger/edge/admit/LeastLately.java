package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;

/**
 * The least age of a parameter's values in the last minutes. One pack alone makes it no lesser, but by what ages differ by
 * anyway. Needs the device's lock.
 */
final class LeastLately {
    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration NONE = Duration.ofSeconds(Long.MAX_VALUE);

    private Instant since = Instant.MIN;
    private Duration least = NONE;
    private Duration leastBefore = NONE;
    private Duration lesser = NONE;

    void heard(Duration age, Instant steady) {
        if (steady.isAfter(since.plus(MINUTES))) {
            leastBefore = least;
            least = NONE;
            since = steady;
        }
        boolean isFirst = age().equals(NONE);
        if (isFirst || isAbout(age, age()) || age.compareTo(age()) > 0 || isAbout(age, lesser)) {
            least = age.compareTo(least) < 0 ? age : least;
        } else {
            lesser = age;
        }
    }

    private static boolean isAbout(Duration one, Duration other) {
        return !other.equals(NONE) && one.minus(other).abs().compareTo(Settled.A_WHILE) <= 0;
    }

    /** Whether an age is about the least of the last five to ten minutes in which something came; true if nothing did. */
    boolean isUsual(Duration age) {
        return age().equals(NONE) || isAbout(age, age());
    }

    private Duration age() {
        return leastBefore.compareTo(least) < 0 ? leastBefore : least;
    }

    /** Begins anew, with an age. */
    void begin(Duration age, Instant steady) {
        leastBefore = NONE;
        lesser = NONE;
        least = age;
        since = steady;
    }
}
