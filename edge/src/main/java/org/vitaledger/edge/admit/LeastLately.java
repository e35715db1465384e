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
    /** What one pack had. */
    private Duration lesser = NONE;

    private Instant lesserCame = Instant.MIN;

    void heard(Duration age, Instant steady) {
        if (steady.isAfter(since.plus(MINUTES))) {
            leastBefore = least;
            least = NONE;
            since = steady;
        }
        if (isUsual(age, steady) || age.compareTo(age()) > 0) {
            least = age.compareTo(least) < 0 ? age : least;
        } else {
            lesser = age;
            lesserCame = steady;
        }
    }

    private static boolean isAbout(Duration one, Duration other) {
        return !other.equals(NONE) && one.minus(other).abs().compareTo(Settled.A_WHILE) <= 0;
    }

    /**
     * Whether an age is about the least of the last five to ten minutes in which something came, or the last lesser one that
     * came alone, if that is not ten minutes older; true if nothing did.
     *
     * @param steady when it came
     */
    boolean isUsual(Duration age, Instant steady) {
        boolean isSecond =
                isAbout(age, lesser) && !steady.isAfter(lesserCame.plus(MINUTES).plus(MINUTES));
        return age().equals(NONE) || isAbout(age, age()) || isSecond;
    }

    private Duration age() {
        return leastBefore.compareTo(least) < 0 ? leastBefore : least;
    }

    /** Begins anew, with an age. */
    void begin(Duration age, Instant steady) {
        leastBefore = NONE;
        lesser = NONE;
        lesserCame = Instant.MIN;
        least = age;
        since = steady;
    }
}
