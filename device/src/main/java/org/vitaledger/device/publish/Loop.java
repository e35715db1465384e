package org.vitaledger.device.publish;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One thread that runs what it is told, now or later; so that nothing else needs a lock. A bug in a task ends it. */
final class Loop {
    private static final long IDLE_NANOS = 1_000_000_000;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::due));
    private final Thread thread;
    private boolean closed;
    private volatile @Nullable Throwable bug;

    private record Timer(long due, Runnable task) {}

    Loop(String name) {
        thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
        thread.setUncaughtExceptionHandler((dead, cause) -> bug = cause);
        thread.start();
    }

    /** Runs a task soon; for any thread. */
    void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs a task when {@code delay} is over; for tasks of this loop only. */
    void after(Duration delay, Runnable task) {
        timers.add(new Timer(System.nanoTime() + delay.toNanos(), task));
    }

    /** Ends the thread after the tasks so far. */
    void close() {
        execute(() -> closed = true);
    }

    /** Throws if a task has failed. */
    void check() {
        Throwable cause = bug;
        if (cause != null) {
            throw new IllegalStateException("a task of the devices' thread failed", cause);
        }
    }

    private void run() {
        try {
            while (!closed) {
                Timer next = timers.peek();
                long wait = next == null ? IDLE_NANOS : next.due - System.nanoTime();
                Runnable task = wait > 0 ? tasks.poll(wait, TimeUnit.NANOSECONDS) : tasks.poll();
                if (task != null) {
                    task.run();
                }
                runDue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runDue() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.due - now <= 0; next = timers.peek()) {
            timers.remove();
            next.task.run();
        }
    }
}
