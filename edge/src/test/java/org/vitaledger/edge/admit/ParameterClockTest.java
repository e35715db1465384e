package org.vitaledger.edge.admit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the ages of values tell of a clock. */
class ParameterClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final ParameterClock clock = new ParameterClock();
    private long sequence;

    @Test
    void isKnownOnceAgesStayedAboutTheSameForMinutes() {
        for (int second = 0; second < 300; second += 60) {
            heard(second, 200 + second % 50);
            assertThat(clock.isKnown()).isFalse();
        }
        heard(300, 190);
        assertThat(clock.isKnown()).isTrue();
        assertThat(clock.behind(sequence)).isEqualTo(Duration.ofSeconds(190));
    }

    @Test
    void isNotKnownByWhatWaited() {
        for (int second = 0; second < 600; second += 10) {
            heard(second, 3_600 - 6 * second);
        }
        assertThat(clock.isKnown()).isFalse();
    }

    @Test
    void isNotSetByOneTimeThatIsNobodys() {
        known(0);
        heard(1_000, -86_400);
        heard(1_010, 0);
        heard(1_020, 86_400);
        heard(1_030, 0);
        assertThat(clock.behindAtLeast(sequence)).isZero();
        assertThat(clock.behind(sequence)).isZero();
        assertThat(clock.isKnownSince(START.plusSeconds(600), sequence)).isTrue();
    }

    @Test
    void isSetAheadByTwoThatAgree() {
        known(0);
        heard(1_000, -240);
        assertThat(clock.isKnownSince(START.plusSeconds(600), sequence)).isFalse();
        heard(1_010, -238);
        assertThat(clock.behindAtLeast(sequence)).isEqualTo(Duration.ofMinutes(-4));
        assertThat(clock.fell()).isEqualTo(START.plusSeconds(1_000));
        assertThat(clock.isKnownSince(START.plusSeconds(300), sequence)).isFalse();
        assertThat(clock.isKnownSince(START.plusSeconds(301), sequence)).isTrue();
    }

    /** What it was before counts in any doubt, until it is certain what it is. */
    @Test
    void isSetBackByTwoThatAgree() {
        known(-3_600);
        heard(1_000, 0);
        assertThat(clock.behind(sequence)).isEqualTo(HOUR.negated());
        heard(1_010, 0);
        assertThat(clock.behind(sequence)).isZero();
        assertThat(clock.behindAtLeast(sequence)).isEqualTo(HOUR.negated());
        for (int second = 1_070; second <= 1_310; second += 60) {
            heard(second, 0);
        }
        assertThat(clock.behindAtLeast(sequence)).isZero();
        assertThat(clock.behindAtLeast(1)).isEqualTo(HOUR.negated());
    }

    /** What numbers told of a clock that was set, they don't tell of those of another counter. */
    @Test
    void isWhatItWasThoughItsCounterBeganAnew() {
        known(-3_600);
        for (int second = 1_000; second <= 1_310; second += 10) {
            heard(second, 0);
        }
        assertThat(clock.behind(1)).isEqualTo(HOUR.negated());
        clock.beganAnew(1, START.plusSeconds(1_320));
        assertThat(clock.behind(1)).isZero();
        assertThat(clock.behindAtLeast(1)).isZero();
    }

    /** A link that is always late has no clock that was set. */
    @Test
    void staysWhatItWasWhileSomeComeLate() {
        known(0);
        for (int second = 1_000; second < 4_000; second += 60) {
            heard(second, second % 180 == 0 ? 0 : 50);
        }
        assertThat(clock.behindAtLeast(sequence)).isZero();
    }

    @Test
    void isLiveByTheAgeOfWhatCameAtOnce() {
        known(300);
        assertThat(isLive(1_000, 305)).isTrue();
        assertThat(isLive(1_000, 320)).isFalse();
        assertThat(isLive(1_000, 280)).isFalse();
    }

    /** A queue that is emptied has packs of every age. */
    @Test
    void isNotLiveWhileAQueueIsEmptied() {
        known(0);
        heard(1_000, 600);
        heard(1_001, 300);
        heard(1_002, 5);
        assertThat(isLive(1_002, 5)).isFalse();
        heard(1_020, 0);
        assertThat(isLive(1_020, 0)).isTrue();
    }

    /** A few seconds' packs at a time are as old as they have to be. */
    @Test
    void isLiveWhereSeveralAreSentAtATime() {
        known(0);
        for (int second = 1_000; second < 1_100; second += 8) {
            for (int age = 7; age >= 0; age--) {
                heard(second, age);
                assertThat(isLive(second, age)).isTrue();
            }
        }
    }

    /** Of a quantity that is measured twice an hour, too. */
    @Test
    void isConfirmedOnlyByWhatCameSince() {
        known(0);
        assertThat(clock.confirmed()).isBefore(START.plusSeconds(1_000));
        heard(3_000, 0);
        heard(4_800, 0);
        assertThat(clock.confirmed()).isEqualTo(START.plusSeconds(3_000));
    }

    /** Six packs in five minutes, so many seconds old. */
    private void known(int age) {
        for (int second = 0; second <= 300; second += 60) {
            heard(second, age);
        }
        assertThat(clock.isKnown()).isTrue();
    }

    private void heard(int second, int age) {
        Instant steady = START.plusSeconds(second);
        clock.heard(++sequence, steady.minusSeconds(age), steady, false);
    }

    private boolean isLive(int second, int age) {
        Instant arrived = START.plusSeconds(second);
        return clock.isLive(arrived.minusSeconds(age), arrived);
    }
}
