package org.vitaledger.ledger.store;

import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.vitaledger.ledger.SubmitFault;

/**
 * Keys and values on disk, in the order of the keys' unsigned bytes: RocksDB, for what can be made again from the log. Any
 * thread may use it; after {@link #close} everything is a {@link SubmitFault} of kind CLOSED. What the disk refuses is one
 * of kind STORE.
 */
public final class KeyValues implements AutoCloseable {
    private static final long MIB = 1 << 20;

    /** Versions are passed on to whoever reads them: only the collector knows when nobody holds one any more. */
    private static final Cleaner CLEANER = Cleaner.create();

    static {
        RocksDB.loadLibrary();
    }

    private final Path directory;
    private final Settings settings;
    private final RocksDB db;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** Takes the parts of one atomic change. */
    public interface Changes {
        /** Sets a value. */
        void put(byte[] key, byte[] value);

        /** Removes a key, if it is there. */
        void delete(byte[] key);
    }

    private record Settings(
            LRUCache cache, BloomFilter filter, Options options, WriteOptions loose, WriteOptions forced) {
        static Settings create() {
            LRUCache cache = new LRUCache(32 * MIB);
            BloomFilter filter = new BloomFilter(10);
            Options options = new Options()
                    .setCreateIfMissing(true)
                    .setParanoidChecks(true)
                    .setWriteBufferSize(8 * MIB)
                    .setMaxWriteBufferNumber(3)
                    .setMaxTotalWalSize(32 * MIB)
                    .setMaxOpenFiles(64)
                    .setMaxBackgroundJobs(2)
                    .setCompressionType(CompressionType.LZ4_COMPRESSION)
                    .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                    .setKeepLogFileNum(2)
                    .setStatsDumpPeriodSec(0)
                    .setTableFormatConfig(new BlockBasedTableConfig()
                            .setBlockCache(cache)
                            .setCacheIndexAndFilterBlocks(true)
                            .setFilterPolicy(filter));
            return new Settings(cache, filter, options, new WriteOptions(), new WriteOptions().setSync(true));
        }

        void close() {
            loose.close();
            forced.close();
            options.close();
            filter.close();
            cache.close();
        }
    }

    private KeyValues(Path directory, Settings settings, RocksDB db) {
        this.directory = directory;
        this.settings = settings;
        this.db = db;
    }

    /** Opens what is in {@code directory}, which is made if absent; what can't be read is removed. */
    public static KeyValues open(Path directory) {
        try {
            Files.createDirectories(directory);
            try {
                return connect(directory, false);
            } catch (RocksDBException _) {
                clear(directory);
                return connect(directory, false);
            }
        } catch (IOException | RocksDBException e) {
            throw failed(directory, e);
        }
    }

    /** Opens what is in {@code directory} to look only; empty if it can't be read. */
    public static Optional<KeyValues> openToCheck(Path directory) {
        try {
            return Optional.of(connect(directory, true));
        } catch (RocksDBException _) {
            return Optional.empty();
        }
    }

    private static KeyValues connect(Path directory, boolean readOnly) throws RocksDBException {
        Settings settings = Settings.create();
        try {
            String path = directory.toString();
            RocksDB db =
                    readOnly ? RocksDB.openReadOnly(settings.options(), path) : RocksDB.open(settings.options(), path);
            return new KeyValues(directory, settings, db);
        } catch (RocksDBException e) {
            settings.close();
            throw e;
        }
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** The same without anything in it; this one is closed. */
    public KeyValues emptied() {
        close();
        try {
            clear(directory);
        } catch (IOException e) {
            throw failed(directory, e);
        }
        return open(directory);
    }

    /** The value of a key; null if it has none. */
    public byte @Nullable [] get(byte[] key) {
        return read(reading -> reading.get(key));
    }

    /** Shows {@code visitor} the keys from {@code from} on, with their values, until it says false. */
    public void ascend(byte[] from, BiPredicate<byte[], byte[]> visitor) {
        read(reading -> {
            try (RocksIterator at = reading.newIterator()) {
                for (at.seek(from); at.isValid() && visitor.test(at.key(), at.value()); at.next()) {
                    // The visitor does it all.
                }
                at.status();
                return true;
            }
        });
    }

    /** The same downwards, from the last key that is not behind {@code from}. */
    public void descend(byte[] from, BiPredicate<byte[], byte[]> visitor) {
        read(reading -> {
            try (RocksIterator at = reading.newIterator()) {
                for (at.seekForPrev(from); at.isValid() && visitor.test(at.key(), at.value()); at.prev()) {
                    // The visitor does it all.
                }
                at.status();
                return true;
            }
        });
    }

    /** Shows {@code visitor} the keys that begin with {@code prefix}, with their values, until it says false. */
    public void each(byte[] prefix, BiPredicate<byte[], byte[]> visitor) {
        ascend(
                prefix,
                (key, value) -> key.length >= prefix.length
                        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)
                        && visitor.test(key, value));
    }

    /**
     * Makes one atomic change. A later change is never there without the earlier ones.
     *
     * @param isForced whether it, and all before it, are durable on return
     */
    public void change(boolean isForced, Consumer<Changes> making) {
        try (WriteBatch batch = new WriteBatch()) {
            making.accept(new Batch(batch));
            read(reading -> {
                reading.write(isForced ? settings.forced() : settings.loose(), batch);
                return true;
            });
        }
    }

    /** What is here now, whatever is changed later. It costs nothing but room on the disk while somebody holds it. */
    public Version version() {
        return read(reading -> {
            Held held = new Held(this, reading.getSnapshot(), new ReadOptions());
            Version version = new Version(held);
            CLEANER.register(version, held::release);
            return version;
        });
    }

    /** One unchanging version. Safe for any thread. */
    public static final class Version {
        private final Held held;

        private Version(Held held) {
            this.held = held;
        }

        /** The value of a key; null if it has none. */
        public byte @Nullable [] get(byte[] key) {
            return held.of().read(db -> db.get(held.options(), key));
        }
    }

    private record Held(KeyValues of, Snapshot snapshot, ReadOptions options) {
        Held {
            options.setSnapshot(snapshot);
        }

        void release() {
            of.lock.readLock().lock();
            try {
                options.close();
                if (!of.closed) {
                    of.db.releaseSnapshot(snapshot);
                }
                snapshot.close();
            } finally {
                of.lock.readLock().unlock();
            }
        }
    }

    @FunctionalInterface
    private interface Reading<T extends @Nullable Object> {
        T from(RocksDB db) throws RocksDBException;
    }

    private <T extends @Nullable Object> T read(Reading<T> reading) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new SubmitFault(SubmitFault.Kind.CLOSED, Map.of("directory", directory), null);
            }
            return reading.from(db);
        } catch (RocksDBException e) {
            throw failed(directory, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private static SubmitFault failed(Path directory, Exception cause) {
        return new SubmitFault(SubmitFault.Kind.STORE, Map.of("directory", directory), cause);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                db.close();
                settings.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private final class Batch implements Changes {
        private final WriteBatch batch;

        Batch(WriteBatch batch) {
            this.batch = batch;
        }

        @Override
        public void put(byte[] key, byte[] value) {
            try {
                batch.put(key, value);
            } catch (RocksDBException e) {
                throw failed(directory, e);
            }
        }

        @Override
        public void delete(byte[] key) {
            try {
                batch.delete(key);
            } catch (RocksDBException e) {
                throw failed(directory, e);
            }
        }
    }
}
