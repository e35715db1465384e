package org.vitaledger.vault.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Threads that work beside the one that asks, whose results come back in the order in which it asked. For one thread. */
final class CheckWorkers implements AutoCloseable {
    private static final int TOLD_MILLIS = 500;

    private final ExecutorService threads;

    CheckWorkers(int threads) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("fsck-", 1).factory());
    }

    /** What {@code work} makes of each of {@code items}; meanwhile {@code progress} is called a few times a second. */
    <T, R> List<R> all(List<T> items, Function<T, R> work, Runnable progress) {
        List<Future<R>> futures = new ArrayList<>();
        items.forEach(item -> futures.add(threads.submit(() -> work.apply(item))));
        List<R> results = new ArrayList<>();
        for (Future<R> future : futures) {
            while (!future.isDone()) {
                progress.run();
                await(future);
            }
            results.add(result(future));
        }
        return results;
    }

    private static void await(Future<?> future) {
        try {
            future.get(TOLD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            // The caller looks again.
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("the check was interrupted", e);
    }

    /** A line of work, bounded by {@code maxWeight} and {@code maxLength}, whose results {@code to} gets in order. */
    <R> Line<R> line(int maxLength, long maxWeight, Consumer<R> to) {
        return new Line<>(maxLength, maxWeight, to);
    }

    final class Line<R> {
        private final ArrayDeque<Waiting<R>> waiting = new ArrayDeque<>();
        private final int maxLength;
        private final long maxWeight;
        private final Consumer<R> to;
        private long weight;

        private record Waiting<R>(Future<R> future, long weight) {}

        private Line(int maxLength, long maxWeight, Consumer<R> to) {
            this.maxLength = maxLength;
            this.maxWeight = maxWeight;
            this.to = to;
        }

        /** Has {@code work} done, and waits for what was asked before while there is too much. */
        void add(long ofWeight, Callable<R> work) {
            while (waiting.size() >= maxLength || (!waiting.isEmpty() && weight + ofWeight > maxWeight)) {
                takeFirst();
            }
            weight += ofWeight;
            waiting.add(new Waiting<>(threads.submit(work), ofWeight));
        }

        /** Waits for all. */
        void finish() {
            while (!waiting.isEmpty()) {
                takeFirst();
            }
        }

        private void takeFirst() {
            Waiting<R> first = waiting.remove();
            weight -= first.weight();
            to.accept(result(first.future()));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
