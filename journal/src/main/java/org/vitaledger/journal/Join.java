package org.vitaledger.journal;

import java.util.List;

/**
 * Waits for threads to end where an interrupt must not cut that short: what they use is released only afterwards, and an
 * interrupted thread would close the files that it still writes to.
 */
public final class Join {
    private Join() {}

    /** Waits for {@code threads}, then does the rest; an interrupt that came meanwhile is there again on return. */
    public static void uninterruptibly(List<Thread> threads, Runnable rest) {
        boolean interrupted = Thread.interrupted();
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    try {
                        thread.join();
                    } catch (InterruptedException _) {
                        interrupted = true;
                    }
                }
            }
            rest.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for {@code thread}. */
    public static void uninterruptibly(Thread thread) {
        uninterruptibly(List.of(thread), () -> {});
    }
}
