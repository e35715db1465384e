package org.vitaledger.vault.file;

import java.util.function.Function;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.vitaledger.vault.SealFault;

/** A walk in either direction over a range of the keys of an index, as they were when it began. For one thread. */
final class IndexWalk implements AutoCloseable {
    private static final long READ_AHEAD = 2 << 20;

    private final Slice start;
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private final Function<RocksDBException, SealFault> failed;

    /**
     * Which keys.
     *
     * @param from the first
     * @param end the first that is not wanted any more
     * @param whole whether all of them will be read, once
     */
    record Range(byte[] from, byte[] end, boolean whole) {}

    IndexWalk(RocksDB db, Range range, Function<RocksDBException, SealFault> failed) {
        this.start = new Slice(range.from());
        this.end = new Slice(range.end());
        this.options = new ReadOptions().setIterateLowerBound(start).setIterateUpperBound(end);
        if (range.whole()) {
            options.setFillCache(false).setReadaheadSize(READ_AHEAD);
        }
        this.iterator = db.newIterator(options);
        this.failed = failed;
    }

    /** Goes to the first key, or to the last. */
    IndexWalk start(boolean ascending) {
        if (ascending) {
            iterator.seekToFirst();
        } else {
            iterator.seekToLast();
        }
        return this;
    }

    /** Goes to the first key at or behind {@code key}, or to the last at or before it. */
    IndexWalk start(boolean ascending, byte[] key) {
        if (ascending) {
            iterator.seek(key);
        } else {
            iterator.seekForPrev(key);
        }
        return this;
    }

    /** Whether there is a key here. */
    boolean valid() {
        if (iterator.isValid()) {
            return true;
        }
        try {
            iterator.status();
            return false;
        } catch (RocksDBException e) {
            throw failed.apply(e);
        }
    }

    void next(boolean ascending) {
        if (ascending) {
            iterator.next();
        } else {
            iterator.prev();
        }
    }

    byte[] key() {
        return iterator.key();
    }

    byte[] value() {
        return iterator.value();
    }

    @Override
    public void close() {
        iterator.close();
        options.close();
        start.close();
        end.close();
    }
}
