package org.vitaledger.vault.sort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A sort that is larger than memory: items are gathered in buffers; whoever fills one sorts it and writes it to a file.
 * Any thread adds; after {@link #finish} any thread walks.
 */
public final class SortedRuns implements AutoCloseable {
    private static final byte[] FIRST = {};

    private final Path folder;
    private final SortBounds bounds;
    private final BlockingQueue<Items> free = new LinkedBlockingQueue<>();
    private final List<Run> runs = new ArrayList<>();
    private Items current = new Items();
    private long count;

    /** @param folder where the files go */
    public SortedRuns(Path folder, SortBounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
        for (int i = 1; i < bounds.buffers(); i++) {
            free.add(new Items());
        }
    }

    /**
     * Adds {@code items}.
     *
     * @throws org.vitaledger.vault.SealFault with SCRATCH if the folder takes no more
     */
    public void add(Items items) {
        int at = 0;
        while (at < items.size()) {
            Items full = null;
            synchronized (this) {
                at = current.take(items, at, bounds.bufferBytes());
                if (at < items.size()) {
                    full = current;
                    current = takeFree();
                }
            }
            if (full != null) {
                write(full);
            }
        }
    }

    private Items takeFree() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the check was interrupted", e);
        }
    }

    private void write(Items full) {
        try (Unfinished run = new Unfinished(Run.create(folder))) {
            int[] order = full.sorted();
            for (int offset : order) {
                run.run.write(full.bytes(), offset, full.length(offset));
            }
            run.keep(order.length);
        } finally {
            full.clear();
            free.add(full);
        }
    }

    /** A run that is closed unless it was kept. */
    private final class Unfinished implements AutoCloseable {
        private final Run run;
        private boolean kept;

        Unfinished(Run run) {
            this.run = run;
        }

        void keep(long items) {
            run.finish();
            synchronized (runs) {
                runs.add(run);
                count += items;
            }
            kept = true;
        }

        @Override
        public void close() {
            if (!kept) {
                run.close();
            }
        }
    }

    /** Nothing more is added. */
    public void finish() {
        Items rest;
        synchronized (this) {
            rest = current;
            current = new Items();
        }
        free.clear();
        if (rest.size() > 0) {
            write(rest);
        }
        free.clear();
        while (runs.size() > bounds.maxRuns()) {
            mergeSome();
        }
    }

    /** Replaces the oldest runs by one. */
    private void mergeSome() {
        int some = Math.min(runs.size() - bounds.maxRuns() + 1, bounds.maxRuns());
        List<Run> oldest = List.copyOf(runs.subList(0, some));
        try (Unfinished merged = new Unfinished(Run.create(folder))) {
            int buffer = bounds.readBytes() / some;
            for (SortedWalk walk = new SortedWalk(oldest, FIRST, FIRST, buffer); walk.valid(); walk.next()) {
                walk.writeTo(merged.run);
            }
            runs.subList(0, some).clear();
            oldest.forEach(Run::close);
            merged.keep(0);
        }
    }

    /** How many items there are. */
    public long count() {
        synchronized (runs) {
            return count;
        }
    }

    /** Walks from {@code from} on to before {@code end}; an empty one stands for no bound. */
    public SortedWalk walk(byte[] from, byte[] end) {
        return new SortedWalk(runs, from, end, bounds.perRun(runs.size()));
    }

    @Override
    public void close() {
        runs.forEach(Run::close);
        runs.clear();
    }
}
