package org.vitaledger.vault.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The key-value store behind the index: RocksDB without a log of its own, since all of it can be made again from the
 * journal. It remembers, in the same atomic write, up to where in which journal it covers. Any thread may read, one
 * writes; nobody may use it after {@link #close}.
 */
final class Index implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final long VERIFIED_AT_START = 64 * MIB;
    private static final String REBUILD = "rebuild";

    static {
        RocksDB.loadLibrary();
    }

    private final Path directory;
    private final boolean readOnly;
    private final Settings settings;
    private final WriteOptions writing = new WriteOptions().setDisableWAL(true);
    private final RocksDB db;

    private Index(Path directory, boolean readOnly, Settings settings, RocksDB db) {
        this.directory = directory;
        this.readOnly = readOnly;
        this.settings = settings;
        this.db = db;
    }

    /** The native objects that a database is opened with; they are let go of after it. */
    private record Settings(LRUCache cache, BloomFilter filter, Options options) {
        static Settings create() {
            LRUCache cache = new LRUCache(16 * MIB);
            BloomFilter filter = new BloomFilter(10);
            Options options = new Options()
                    .setCreateIfMissing(true)
                    .setParanoidChecks(true)
                    .setWriteBufferSize(4 * MIB)
                    .setMaxWriteBufferNumber(3)
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

    private static Index connect(Path directory, boolean readOnly) throws RocksDBException {
        Settings settings = Settings.create();
        try {
            String path = directory.toString();
            RocksDB db =
                    readOnly ? RocksDB.openReadOnly(settings.options(), path) : RocksDB.open(settings.options(), path);
            return new Index(directory, readOnly, settings, db);
        } catch (RocksDBException e) {
            settings.close();
            throw e;
        }
    }

    /** Opens the index for the journal with this id and end; one that is missing, damaged or of another is made anew. */
    static Index open(Path directory, long journal, long end) {
        try {
            Files.createDirectories(directory);
            try {
                Index index = connect(directory, false);
                if (index.serves(journal, end)) {
                    return index;
                }
                index.close();
            } catch (RocksDBException _) {
                // Made anew below.
            }
            clear(directory);
            Index index = connect(directory, false);
            index.put(IndexKeys.META, new Coverage(journal, 0, 0).value());
            return index;
        } catch (IOException | RocksDBException e) {
            throw new SealFault(SealCode.INDEX, Map.of("directory", directory), e);
        }
    }

    /** Opens an index to look only; fails if it is damaged. */
    static Index openToCheck(Path directory) throws RocksDBException {
        Index index = connect(directory, true);
        try {
            index.db.verifyChecksum();
            return index;
        } catch (RocksDBException e) {
            index.release();
            throw e;
        }
    }

    private boolean serves(long journal, long end) {
        try {
            Coverage coverage = coverage();
            if (coverage.equals(Coverage.NONE)
                    || coverage.journal() != journal
                    || coverage.end() > end
                    || Files.exists(directory.resolve(REBUILD))) {
                return false;
            }
            if (db.getLongProperty("rocksdb.total-sst-files-size") <= VERIFIED_AT_START) {
                db.verifyChecksum();
            }
            return true;
        } catch (RocksDBException | SealFault _) {
            return false;
        }
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** What this index covers. */
    Coverage coverage() {
        byte[] value = get(IndexKeys.META);
        return value == null ? Coverage.NONE : Coverage.read(value);
    }

    byte @Nullable [] get(byte[] key) {
        try {
            return db.get(key);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    void put(byte[] key, byte[] value) {
        try {
            db.put(writing, key, value);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Writes what {@code change} puts, all or nothing. */
    void write(Consumer<Puts> change) {
        try (WriteBatch batch = new WriteBatch()) {
            change.accept(new Puts(batch));
            db.write(writing, batch);
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** One atomic change. */
    final class Puts {
        private final WriteBatch batch;

        private Puts(WriteBatch batch) {
            this.batch = batch;
        }

        void put(byte[] key, byte[] value) {
            try {
                batch.put(key, value);
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }

        void deleteAll(byte[] prefix) {
            try {
                batch.deleteRange(prefix, IndexKeys.behind(prefix));
            } catch (RocksDBException e) {
                throw failed(e);
            }
        }
    }

    /** Makes what was deleted under {@code prefixes} vanish from the files, too. */
    void purge(byte[]... prefixes) {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
                CompactRangeOptions compact =
                        new CompactRangeOptions().setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
            db.flush(flush);
            for (byte[] prefix : prefixes) {
                db.compactRange(db.getDefaultColumnFamily(), prefix, IndexKeys.behind(prefix), compact);
            }
        } catch (RocksDBException e) {
            throw failed(e);
        }
    }

    /** Walks over the keys that start with {@code prefix}. */
    IndexWalk walk(byte[] prefix) {
        return new IndexWalk(db, new IndexWalk.Range(prefix, IndexKeys.behind(prefix), false), this::failed);
    }

    /** Walks once over the keys from {@code from} on to before {@code end}, beside what is remembered of others. */
    IndexWalk scan(byte[] from, byte[] end) {
        return new IndexWalk(db, new IndexWalk.Range(from, end, true), this::failed);
    }

    /** Leaves a mark, so that the next start does not trust this index. */
    private SealFault failed(RocksDBException cause) {
        Map<String, Object> context = new HashMap<>(Map.of("directory", directory));
        if (!readOnly) {
            try {
                Files.write(directory.resolve(REBUILD), new byte[0]);
            } catch (IOException e) {
                context.put("mark", "not written");
            }
        }
        return new SealFault(SealCode.INDEX, context, cause);
    }

    @Override
    public void close() {
        if (!readOnly) {
            try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                db.flush(flush);
            } catch (RocksDBException _) {
                // What was not flushed is indexed again at the next start.
            }
        }
        release();
    }

    private void release() {
        db.close();
        writing.close();
        settings.close();
    }
}
