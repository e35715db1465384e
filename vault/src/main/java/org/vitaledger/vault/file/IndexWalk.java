package org.vitaledger.vault.file;

import java.util.function.Function;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.vitaledger.vault.SealFault;

/** A walk in either direction over the keys of an index that share a prefix, as they were when it began. For one thread. */
final class IndexWalk implements AutoCloseable {
    private final Slice start;
    private final Slice end;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private final Function<RocksDBException, SealFault> failed;

    IndexWalk(RocksDB db, byte[] prefix, Function<RocksDBException, SealFault> failed) {
        this.start = new Slice(prefix);
        this.end = new Slice(IndexKeys.behind(prefix));
        this.options = new ReadOptions().setIterateLowerBound(start).setIterateUpperBound(end);
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
