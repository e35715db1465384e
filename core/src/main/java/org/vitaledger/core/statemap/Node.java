package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;

/** A subtree with entries; null stands for one without. */
sealed interface Node permits Leaf, Inner, Unread {
    /** The hash of the subtree without entries. */
    Hash EMPTY = Hash.of(new byte[Hash.SIZE]);

    /** The subtree's hash, made with {@code digest} unless it is known already. */
    Hash hash(MessageDigest digest);

    /** Whether it has one entry. */
    boolean isLeaf();

    /** The same subtree as a {@link Leaf} or {@link Inner}. */
    Node read();

    static Hash hash(@Nullable Node node) {
        return node == null ? EMPTY : node.hash(Hash.newDigest());
    }

    static @Nullable Node readOf(@Nullable Node node) {
        return node == null ? null : node.read();
    }

    static Node put(@Nullable Node node, Leaf leaf, int depth) {
        return switch (readOf(node)) {
            case null -> leaf;
            case Leaf old when old.keyHash().equals(leaf.keyHash()) -> leaf;
            case Leaf old -> fork(old, leaf, depth);
            case Inner inner
            when leaf.keyHash().bit(depth) -> new Inner(inner.left(), put(inner.right(), leaf, depth + 1));
            case Inner inner -> new Inner(put(inner.left(), leaf, depth + 1), inner.right());
            case Unread unread -> throw new IllegalStateException("what was read is not unread");
        };
    }

    /** Two leaves with different keys in one subtree: inner nodes down to the first bit in which they differ. */
    private static Node fork(Leaf old, Leaf leaf, int depth) {
        boolean right = leaf.keyHash().bit(depth);
        if (old.keyHash().bit(depth) != right) {
            return right ? new Inner(old, leaf) : new Inner(leaf, old);
        }
        Node below = fork(old, leaf, depth + 1);
        return right ? new Inner(null, below) : new Inner(below, null);
    }

    /** The subtree without the entry of {@code keyHash}, which must be in it. */
    static @Nullable Node remove(@Nullable Node node, Hash keyHash, int depth) {
        if (!(readOf(node) instanceof Inner inner)) {
            return null;
        }
        boolean right = keyHash.bit(depth);
        Node stays = right ? inner.left() : inner.right();
        Node changed = remove(right ? inner.right() : inner.left(), keyHash, depth + 1);
        if (changed == null && (stays == null || stays.isLeaf())) {
            return stays;
        }
        if (stays == null && changed != null && changed.isLeaf()) {
            return changed;
        }
        return right ? new Inner(stays, changed) : new Inner(changed, stays);
    }

    static void visit(@Nullable Node node, BiConsumer<Bytes, Bytes> visitor) {
        switch (readOf(node)) {
            case null -> {}
            case Leaf leaf -> visitor.accept(leaf.key(), leaf.value());
            case Inner inner -> {
                visit(inner.left(), visitor);
                visit(inner.right(), visitor);
            }
            case Unread unread -> throw new IllegalStateException("what was read is not unread");
        }
    }
}
