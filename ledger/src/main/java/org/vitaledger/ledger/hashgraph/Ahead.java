package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Fetches one after the other, some ahead of being asked for. For one thread. */
final class Ahead<T> implements AutoCloseable {
    private static final int DEPTH = 4;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Future<T>> coming = new ArrayDeque<>();
    private final Fetch<T> fetch;
    private final long end;
    private long next;

    /** What is fetched by its number. */
    interface Fetch<T> {
        T get(long number) throws IOException, InterruptedException;
    }

    /** Begins to fetch {@code first} and those that follow, before {@code end}. */
    Ahead(long first, long end, Fetch<T> fetch) {
        this.next = first;
        this.end = end;
        this.fetch = fetch;
    }

    /** The next one; there must be one. */
    T next() throws IOException, InterruptedException {
        while (coming.size() < DEPTH && next < end) {
            long number = next++;
            coming.add(threads.submit(() -> fetch.get(number)));
        }
        try {
            return coming.remove().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
