package org.vitaledger.ledger.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TiledTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.store.LogStore;

/**
 * Reads blocks, entries and tiles from the journal: what is shown, and for {@link BlockLog} also the rest. Safe for any
 * thread.
 */
final class EntryReader implements LogReader {
    private final Journal journal;
    private final LongSupplier size;
    private final BlockIndex blocks;
    private final HashTiles hashes;

    /** @param size how many entries may be read */
    EntryReader(Journal journal, LogStore store, LongSupplier size) {
        this.journal = journal;
        this.size = size;
        this.blocks = new BlockIndex(store);
        this.hashes = new HashTiles(this::leafTile, store);
    }

    /** Goes on behind the first {@code entries}, which the store knows. */
    void resume(long entries) {
        long first = entries - entries % TileAddress.FULL;
        if (first < entries) {
            long index = first;
            for (Bytes entry : entries(first, entries)) {
                hashes.complete(0, index, TreeHash.leaf(entry));
                index++;
            }
        }
    }

    /** Tells {@code to} what was added up to {@code after} and is not in the store. */
    void addTo(LogStore.Added to, Snapshot after) {
        blocks.addTo(to, after.height());
        hashes.addTo(to, after.size());
    }

    /** Forgets what is in the store now: the log up to {@code after}. */
    void stored(Snapshot after) {
        blocks.stored(after.height());
        hashes.stored(after.size());
    }

    private EntryReader(EntryReader other, LongSupplier size) {
        this.journal = other.journal;
        this.size = size;
        this.blocks = other.blocks;
        this.hashes = other.hashes;
    }

    /** The same log with another bound. */
    LogReader upTo(LongSupplier otherSize) {
        return new EntryReader(this, otherSize);
    }

    /** Learns of the hashes of each block that is added. */
    CompactRange.NodeSink sink() {
        return hashes;
    }

    /** Learns that the next block stands at {@code position}. */
    void added(long position, BlockRecord block) {
        blocks.add(new LogStore.Place(block.height(), position, block.firstIndex()));
    }

    /** The height of the block whose entries start at {@code index}; that index must be in an added block. */
    long holding(long index) {
        return blocks.holding(index);
    }

    /** Whether a block ends after the first {@code entries}, all of which must have been added. */
    boolean isEnd(long entries) {
        return entries == 0 || block(holding(entries - 1)).end() == entries;
    }

    /** The root of the first {@code treeSize} entries, all of which must have been added with their hashes. */
    Hash root(long treeSize) {
        return treeSize == 0 ? TreeHash.EMPTY : tree(treeSize).root(treeSize);
    }

    /** The block at {@code height}, which must have been added. */
    BlockRecord block(long height) {
        long position = blocks.place(height).position();
        try {
            return BlockRecord.parse(journal.read(position)).orElseThrow(() -> unreadable(height, null));
        } catch (JournalFault e) {
            throw unreadable(height, e);
        }
    }

    /** The same as followers see it. */
    Block shown(long height) {
        BlockRecord record = block(height);
        try {
            List<Entry.Ordered> ordered = new ArrayList<>(record.entries().size());
            for (Entry entry : Chain.entries(record)) {
                switch (entry) {
                    case Entry.Ordered command -> ordered.add(command);
                    case Entry.Close close -> {
                        return new Block(height, close.time(), record.firstIndex(), ordered);
                    }
                }
            }
            throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, height, record.end() - 1);
        } catch (LogDifference e) {
            throw new SubmitFault(SubmitFault.Kind.DAMAGED, Map.of("block", height), e);
        }
    }

    @Override
    public Bytes entry(long index) {
        require(index >= 0 && index < size.getAsLong(), index);
        return entries(index, index + 1).getFirst();
    }

    @Override
    public List<Hash> inclusion(long index, long treeSize) {
        require(treeSize <= size.getAsLong(), treeSize);
        require(index >= 0 && index < treeSize, index);
        return tree(treeSize).inclusion(index, treeSize).path();
    }

    @Override
    public List<Hash> consistency(long from, long to) {
        require(to <= size.getAsLong(), to);
        require(from >= 0 && from <= to, from);
        return tree(to).consistency(from, to).path();
    }

    @Override
    public Bytes tile(TileAddress address) {
        int available = TileAddress.available(address.level(), address.index(), size.getAsLong());
        require(address.width() <= available, address.index());
        if (address.level() != TileAddress.ENTRIES) {
            return Bytes.of(hashes.tile(address));
        }
        long first = address.firstHash();
        return Bytes.of(EntryBundle.encode(entries(first, first + address.width())));
    }

    /** The nodes of the tree of the first {@code treeSize} entries, all of which must have been added. */
    TiledTree tree(long treeSize) {
        return new TiledTree(treeSize, hashes::tile);
    }

    private byte[] leafTile(long index) {
        byte[] tile = new byte[TileAddress.FULL * Hash.SIZE];
        long first = index * TileAddress.FULL;
        int at = 0;
        for (Bytes entry : entries(first, first + TileAddress.FULL)) {
            System.arraycopy(TreeHash.leaf(entry).toArray(), 0, tile, at, Hash.SIZE);
            at += Hash.SIZE;
        }
        return tile;
    }

    private List<Bytes> entries(long from, long to) {
        List<Bytes> entries = new ArrayList<>();
        long next = from;
        for (long height = blocks.holding(from); next < to; height++) {
            BlockRecord block = block(height);
            int first = (int) (next - block.firstIndex());
            int end = (int) (Math.min(to, block.end()) - block.firstIndex());
            entries.addAll(block.entries().subList(first, end));
            next = block.end();
        }
        return entries;
    }

    private static void require(boolean holds, long index) {
        if (!holds) {
            throw new IndexOutOfBoundsException(index);
        }
    }

    private static SubmitFault unreadable(long height, @Nullable Throwable cause) {
        return new SubmitFault(SubmitFault.Kind.UNREADABLE, Map.of("block", height), cause);
    }
}
