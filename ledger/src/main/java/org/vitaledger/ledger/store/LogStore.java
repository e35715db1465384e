package org.vitaledger.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodePath;
import org.vitaledger.core.statemap.NodeSink;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.ledger.SubmitFault;

/**
 * The store of one log: RocksDB. Each write is atomic and forced, and leads from the state after one block to that after a
 * later one. Any thread may read, one writes. What was read before stays readable as it was, for as long as somebody
 * holds on to it and the store is open.
 */
public final class LogStore implements AutoCloseable {
    private static final long MIB = 1 << 20;

    /** Of the state's map, what stays in memory of what was read; below are some hundred thousand nodes. */
    private static final int LEVELS_KEPT = 12;

    static {
        RocksDB.loadLibrary();
    }

    private final Path directory;
    private final Settings settings;
    private final RocksDB db;
    private final WriteOptions writing = new WriteOptions().setSync(true);
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** Where a block stands. */
    public record Place(long height, long position, long firstIndex) {}

    /** What was added to the log since the last write. */
    public interface Additions {
        /** Adds all to {@code to}. */
        void addTo(Added to);
    }

    /** Takes what was added. */
    public interface Added {
        /** A block. */
        void block(Place place);

        /** The hash of a whole subtree of 256, 65,536, ... leaves. */
        void hash(int level, long index, Hash hash);
    }

    private record Settings(LRUCache cache, BloomFilter filter, Options options) {
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
            return new Settings(cache, filter, options);
        }

        void close() {
            options.close();
            filter.close();
            cache.close();
        }
    }

    private LogStore(Path directory, Settings settings, RocksDB db) {
        this.directory = directory;
        this.settings = settings;
        this.db = db;
    }

    /**
     * Opens the store in {@code directory}, which is made if absent; one that can't be read is emptied.
     *
     * @throws SubmitFault of kind STORE if the disk refuses
     */
    public static LogStore open(Path directory) {
        try {
            Files.createDirectories(directory);
            try {
                return connect(directory, false);
            } catch (RocksDBException _) {
                clear(directory);
                return connect(directory, false);
            }
        } catch (IOException | RocksDBException e) {
            throw new SubmitFault(SubmitFault.Kind.STORE, Map.of("directory", directory), e);
        }
    }

    /** Opens a store to look only; empty if it can't be read. */
    public static Optional<LogStore> openToCheck(Path directory) {
        try {
            return Optional.of(connect(directory, true));
        } catch (RocksDBException _) {
            return Optional.empty();
        }
    }

    private static LogStore connect(Path directory, boolean readOnly) throws RocksDBException {
        Settings settings = Settings.create();
        try {
            String path = directory.toString();
            RocksDB db =
                    readOnly ? RocksDB.openReadOnly(settings.options(), path) : RocksDB.open(settings.options(), path);
            return new LogStore(directory, settings, db);
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

    /** This store without anything in it. */
    public LogStore emptied() {
        close();
        try {
            clear(directory);
        } catch (IOException e) {
            throw new SubmitFault(SubmitFault.Kind.STORE, Map.of("directory", directory), e);
        }
        return open(directory);
    }

    /** After which block the state was written down; empty if none was, or by another version of this software. */
    public Optional<StoreMark> mark() {
        return stored().map(StoreMark.Stored::mark);
    }

    /** The state's map that was written down last; the empty one if none was. */
    public StateMap map() {
        StoredVersion version = version();
        return stored().map(stored -> StateMap.of(version, stored.top(), stored.records()))
                .orElse(StateMap.EMPTY);
    }

    private Optional<StoreMark.Stored> stored() {
        byte[] value = read(reading -> reading.get(Keys.mark()));
        try {
            return value == null ? Optional.empty() : Optional.of(StoreMark.Stored.read(value));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /**
     * Writes down the state after a block, and what was added to the log up to it.
     *
     * @param mark after which block
     * @param before the map that was written down last
     * @param after its state's map
     * @return the same map, to be read from here
     * @throws SubmitFault of kind STORE; nothing was written then
     */
    public StateMap write(StoreMark mark, StateMap before, StateMap after, Additions additions) {
        try (WriteBatch batch = new WriteBatch()) {
            Batch writing = new Batch(batch);
            after.write(before, writing);
            additions.addTo(writing);
            batch.put(Keys.mark(), mark.encode(after));
            write(batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
        return after.readFrom(version(), after, LEVELS_KEPT);
    }

    /** {@code map} without holding in memory what it has in common with {@code written}, the map written down last. */
    public StateMap lightened(StateMap map, StateMap written) {
        return map.readFrom(version(), written, LEVELS_KEPT);
    }

    private void write(WriteBatch batch) throws RocksDBException {
        lock.readLock().lock();
        try {
            requireOpen();
            db.write(writing, batch);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Where the block at {@code height} stands; null if it was added after the last write. */
    public @Nullable Place place(long height) {
        byte[] value = read(reading -> reading.get(Keys.block(height)));
        if (value == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Place(height, in.getLong(), in.getLong());
    }

    /** The height of the block that holds the entry at {@code index}, or of the last block if that ends before. */
    public long holding(long index) {
        return read(reading -> {
            try (RocksIterator at = reading.newIterator()) {
                at.seekForPrev(Keys.first(index));
                if (!at.isValid() || !Keys.isFirst(at.key())) {
                    throw new IndexOutOfBoundsException(index);
                }
                return ByteBuffer.wrap(at.value()).getLong();
            }
        });
    }

    /** The hashes of a level from {@code first} on, as many as were written down, at most {@code count}. */
    public byte[] hashes(int level, long first, int count) {
        return read(reading -> {
            ByteBuffer out = ByteBuffer.allocate(count * Hash.SIZE);
            try (RocksIterator at = reading.newIterator()) {
                at.seek(Keys.hash(level, first));
                for (int i = 0; i < count && at.isValid(); i++) {
                    if (!java.util.Arrays.equals(at.key(), Keys.hash(level, first + i))) {
                        break;
                    }
                    out.put(at.value());
                    at.next();
                }
            }
            return java.util.Arrays.copyOf(out.array(), out.position());
        });
    }

    @FunctionalInterface
    interface Reading<T extends @Nullable Object> {
        T from(RocksDB db) throws RocksDBException;
    }

    <T extends @Nullable Object> T read(Reading<T> reading) {
        lock.readLock().lock();
        try {
            requireOpen();
            return reading.from(db);
        } catch (RocksDBException e) {
            throw failed(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Lets go of a version that nobody holds any more. */
    void release(StoredVersion.Held held) {
        lock.readLock().lock();
        try {
            if (!closed) {
                held.release(db);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private StoredVersion version() {
        return read(reading -> {
            ReadOptions options = new ReadOptions();
            return StoredVersion.of(this, new StoredVersion.Held(reading.getSnapshot(), options));
        });
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private SubmitFault failed(RocksDBException cause) {
        return new SubmitFault(SubmitFault.Kind.STORE, Map.of("directory", directory), cause);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            db.close();
            writing.close();
            settings.close();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** One atomic change. */
    private final class Batch implements NodeSink, Added {
        private final WriteBatch batch;

        Batch(WriteBatch batch) {
            this.batch = batch;
        }

        @Override
        public void putInner(NodePath path, byte[] children) {
            put(Keys.inner(path), children);
        }

        @Override
        public void removeInner(NodePath path) {
            delete(Keys.inner(path));
        }

        @Override
        public void putEntry(Hash keyHash, Bytes key, Bytes value) {
            put(Keys.entry(keyHash), StoredVersion.encode(key, value));
        }

        @Override
        public void removeEntry(Hash keyHash) {
            delete(Keys.entry(keyHash));
        }

        @Override
        public void block(Place place) {
            put(
                    Keys.block(place.height()),
                    ByteBuffer.allocate(2 * Long.BYTES)
                            .putLong(place.position())
                            .putLong(place.firstIndex())
                            .array());
            put(
                    Keys.first(place.firstIndex()),
                    ByteBuffer.allocate(Long.BYTES).putLong(place.height()).array());
        }

        @Override
        public void hash(int level, long index, Hash hash) {
            put(Keys.hash(level, index), hash.toArray());
        }

        private void put(byte[] key, byte[] value) {
            try {
                batch.put(key, value);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        private void delete(byte[] key) {
            try {
                batch.delete(key);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }
    }
}
