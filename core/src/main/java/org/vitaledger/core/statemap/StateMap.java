package org.vitaledger.core.statemap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/**
 * A persistent sparse Merkle map: a binary tree whose branches are the bits of SHA-256 of the key. A subtree without
 * entries is 32 zero bytes, a subtree with one entry is that entry's leaf, any other an inner node, so that depth grows
 * with the logarithm of the size and the shape is a function of the contents alone.
 *
 * <p>Changing a map makes a new one that shares all but one branch. Hashes are made when a root or proof is asked for,
 * and kept: of a block of many changes each touched branch is hashed once. Immutable, safe for any thread.
 */
public final class StateMap {
    /** The map without entries; its root is 32 zero bytes. */
    public static final StateMap EMPTY = new StateMap(null, 0);

    private final @Nullable Node top;
    private final int size;

    private StateMap(@Nullable Node top, int size) {
        this.top = top;
        this.size = size;
    }

    /** The number of entries. */
    public int size() {
        return size;
    }

    /** The hash that commits to all entries. */
    public Hash root() {
        return Node.hash(top);
    }

    /** The value of {@code key}, if it has one. */
    public Optional<Bytes> value(Bytes key) {
        Leaf leaf = find(Leaf.hashOf(key));
        return leaf == null ? Optional.empty() : Optional.of(leaf.value());
    }

    /** This map with {@code key} at {@code value}; the same map if it had that value already. */
    public StateMap with(Bytes key, Bytes value) {
        Hash keyHash = Leaf.hashOf(key);
        Leaf old = find(keyHash);
        if (old != null && old.value().equals(value)) {
            return this;
        }
        return new StateMap(Node.put(top, new Leaf(keyHash, key, value), 0), old == null ? size + 1 : size);
    }

    /** This map without {@code key}; the same map if it had no value. */
    public StateMap without(Bytes key) {
        Hash keyHash = Leaf.hashOf(key);
        Leaf old = find(keyHash);
        return old == null ? this : new StateMap(Node.remove(top, keyHash, 0), size - 1);
    }

    /** Proves what {@link #value} says under {@link #root()}. */
    public StateProof prove(Bytes key) {
        Hash keyHash = Leaf.hashOf(key);
        List<Hash> siblings = new ArrayList<>();
        Node node = top;
        for (int depth = 0; Node.readOf(node) instanceof Inner inner; depth++) {
            boolean right = keyHash.bit(depth);
            siblings.addFirst(Node.hash(right ? inner.left() : inner.right()));
            node = right ? inner.right() : inner.left();
        }
        if (!(Node.readOf(node) instanceof Leaf leaf)) {
            return new StateProof.Absence(Optional.empty(), siblings);
        }
        return leaf.keyHash().equals(keyHash)
                ? new StateProof.Membership(leaf.value(), siblings)
                : new StateProof.Absence(Optional.of(leaf.digest()), siblings);
    }

    /** Calls {@code visitor} with each key and value, in the order of the keys' hashes: the same for equal maps. */
    public void forEach(BiConsumer<Bytes, Bytes> visitor) {
        Node.visit(top, visitor);
    }

    private @Nullable Leaf find(Hash keyHash) {
        Node node = top;
        for (int depth = 0; node instanceof Inner inner; depth++) {
            node = keyHash.bit(depth) ? inner.right() : inner.left();
        }
        return switch (node) {
            case null -> null;
            case Leaf leaf -> leaf.keyHash().equals(keyHash) ? leaf : null;
            case Unread unread -> unread.find(keyHash);
            case Inner inner -> throw new IllegalStateException("a branch ends");
        };
    }

    /** Whether what is written down of this map is there and has the hashes that it was written down with; reads all. */
    public boolean isWhole() {
        return Unread.isWhole(top, Hash.newDigest());
    }

    /** What tells, beside its nodes, which map was written down. */
    public byte[] top() {
        return Unread.top(top);
    }

    /**
     * The map that was written down as {@code source}, to be read from there.
     *
     * @param top what {@link #top()} gave
     * @param size the number of its entries
     */
    public static StateMap of(NodeSource source, byte[] top, int size) {
        return new StateMap(Unread.top(top, source), size);
    }

    /** Tells {@code sink} how this map differs from {@code before}, which was written down already. */
    public void write(StateMap before, NodeSink sink) {
        Difference.write(before.top, top, sink);
    }

    /**
     * This map, without holding in memory what it has in common with {@code written}, which was written down as
     * {@code source}; but for what was read of its first {@code levels}.
     */
    public StateMap readFrom(NodeSource source, StateMap written, int levels) {
        return new StateMap(Difference.keep(written.top, top, source, levels), size);
    }
}
