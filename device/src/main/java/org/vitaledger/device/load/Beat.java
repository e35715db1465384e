package org.vitaledger.device.load;

import org.jspecify.annotations.Nullable;

/** When a connection's packs are to be sent: at once, or at even distances. For one thread. */
final class Beat {
    private final double intervalNanos;
    private double next;

    private Beat(double intervalNanos, double next) {
        this.intervalNanos = intervalNanos;
        this.next = next;
    }

    /** The beat of one of {@code connections}, which together send at the plan's rate, one after the other. */
    static @Nullable Beat of(LoadPlan plan, int connection, int connections) {
        if (plan.packsPerSecond() == LoadPlan.UNBOUNDED) {
            return null;
        }
        double interval = 1e9 * connections / plan.packsPerSecond();
        return new Beat(interval, System.nanoTime() + interval * connection / connections);
    }

    /** Whether a pack is to be sent by now. */
    boolean isDue() {
        return System.nanoTime() - (long) next >= 0;
    }

    /** The moment at which the due pack was to be sent; moves on to the next one. */
    long take() {
        long moment = (long) next;
        next += intervalNanos;
        return moment;
    }
}
