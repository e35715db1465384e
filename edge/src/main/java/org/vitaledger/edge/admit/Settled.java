package org.vitaledger.edge.admit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * When values of a parameter came that were all about as old as each other, as those are that are sent at once. A queue that is
 * emptied has values of every age, and by chance also of the one that live ones have. Needs the device's lock.
 */
final class Settled {
    /** What is sent at once, or with others, is about as old each time. */
    static final Duration A_WHILE = Duration.ofSeconds(10);

    private static final int MOST = 64;

    private @Nullable Ages last;
    private @Nullable Ages lastButOne;
    private final Deque<Queue> queues = new ArrayDeque<>(1);
    /** What came until then counts as if it came from a queue. */
    private Instant forgotten = Instant.MIN;

    /** The ages of what came within a while. */
    private record Ages(Instant from, Instant until, Duration least, Duration most) {
        Ages and(Ages later) {
            return new Ages(
                    from,
                    later.until,
                    later.least.compareTo(least) < 0 ? later.least : least,
                    later.most.compareTo(most) > 0 ? later.most : most);
        }

        boolean isJustBefore(Instant steady) {
            return !steady.isAfter(until.plus(A_WHILE));
        }

        boolean isOne() {
            return most.minus(least).compareTo(A_WHILE) <= 0;
        }
    }

    /** From when to when packs of several ages came. */
    private record Queue(Instant from, Instant until) {}

    /** @param isUsual whether the age is that of others in the last minutes */
    void heard(Duration age, Instant steady, boolean isUsual) {
        Ages now = new Ages(steady, steady, age, age);
        Ages present = last;
        if (present == null || steady.isAfter(present.from().plus(A_WHILE))) {
            lastButOne = present;
            last = now;
        } else {
            last = present.and(now);
        }
        Ages former = lastButOne;
        Ages lately = former != null && former.isJustBefore(last.from()) ? former.and(last) : last;
        if (!isUsual || !lately.isOne()) {
            isQueue(lately.from(), steady);
        }
    }

    private void isQueue(Instant from, Instant until) {
        Queue before = queues.peekLast();
        if (before != null && !before.until().isBefore(from)) {
            queues.removeLast();
            queues.add(new Queue(before.from(), until));
            return;
        }
        queues.add(new Queue(from, until));
        if (queues.size() > MOST) {
            forgotten = queues.remove().until();
        }
    }

    /** Whether nothing of another age came shortly before or after a steady time. */
    boolean isAt(Instant steady) {
        return steady.isAfter(forgotten)
                && queues.stream()
                        .allMatch(queue -> steady.isBefore(queue.from())
                                || steady.isAfter(queue.until().plus(A_WHILE)));
    }
}
