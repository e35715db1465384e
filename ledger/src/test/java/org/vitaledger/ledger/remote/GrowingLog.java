package org.vitaledger.ledger.remote;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.ledger.LogReader;

/** A log in memory, of texts; two that start with the same texts are the same so far. */
public final class GrowingLog implements LogReader {
    private final List<Bytes> entries = new ArrayList<>();
    private final MerkleTree tree = new MerkleTree();

    /** A log of {@code size} entries, which begin with {@code text}. */
    public static GrowingLog of(String text, int size) {
        return new GrowingLog().grow(text, size);
    }

    /** The first {@code size} entries of another log. */
    public static GrowingLog copy(LogReader log, long size) {
        GrowingLog copy = new GrowingLog();
        for (long index = 0; index < size; index++) {
            copy.add(log.entry(index));
        }
        return copy;
    }

    public synchronized GrowingLog grow(String text, int size) {
        while (entries.size() < size) {
            add(Bytes.utf8(text + entries.size()));
        }
        return this;
    }

    private synchronized void add(Bytes entry) {
        entries.add(entry);
        tree.append(TreeHash.leaf(entry));
    }

    public synchronized long size() {
        return entries.size();
    }

    public synchronized Hash root(long size) {
        return tree.root(size);
    }

    @Override
    public synchronized Bytes entry(long index) {
        return entries.get(Math.toIntExact(index));
    }

    @Override
    public synchronized List<Hash> inclusion(long index, long size) {
        return tree.inclusion(index, size).path();
    }

    @Override
    public Bytes tile(TileAddress address) {
        return Bytes.of(served(address).orElseThrow());
    }

    @Override
    public synchronized List<Hash> consistency(long from, long to) {
        return tree.consistency(from, to).path();
    }

    /** A tile or a bundle; empty if the log is not that large. */
    public synchronized Optional<byte[]> served(TileAddress address) {
        if (TileAddress.available(address.level(), address.index(), size()) < address.width()) {
            return Optional.empty();
        }
        int first = (int) address.firstHash();
        if (address.level() == TileAddress.ENTRIES) {
            return Optional.of(EntryBundle.encode(entries.subList(first, first + address.width())));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < address.width(); i++) {
            out.writeBytes(tree.at(8 * address.level(), first + i).toArray());
        }
        return Optional.of(out.toByteArray());
    }
}
