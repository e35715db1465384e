package org.vitaledger.core.statemap;

import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;

/** Walks over two maps where they differ. For one thread, once. */
final class Difference {
    private final MessageDigest digest = Hash.newDigest();
    private final NodeSink sink;

    private Difference(NodeSink sink) {
        this.sink = sink;
    }

    static void write(@Nullable Node before, @Nullable Node after, NodeSink sink) {
        new Difference(sink).write(before, after, NodePath.TOP);
    }

    /** {@code node} with all that it has in common with {@code written} to be read from {@code source}. */
    static @Nullable Node keep(@Nullable Node written, @Nullable Node node, NodeSource source, int levels) {
        return keep(written, node, source, NodePath.TOP, levels);
    }

    private static @Nullable Node keep(
            @Nullable Node written, @Nullable Node node, NodeSource source, NodePath path, int levels) {
        if (Node.hash(written).equals(Node.hash(node))) {
            return Unread.below(node, source, path, Math.max(0, levels - path.depth()));
        }
        if (!(node instanceof Inner inner)) {
            return Node.readOf(node);
        }
        Node old = Node.readOf(written);
        return new Inner(
                keep(child(old, path, false), inner.left(), source, path.child(false), levels),
                keep(child(old, path, true), inner.right(), source, path.child(true), levels),
                Node.hash(inner));
    }

    private void write(@Nullable Node before, @Nullable Node after, NodePath path) {
        if (before == after
                || (before != null && after != null && before.hash(digest).equals(after.hash(digest)))) {
            return;
        }
        Node old = Node.readOf(before);
        switch (Node.readOf(after)) {
            case null -> remove(old, path);
            case Inner inner -> {
                sink.putInner(path, Unread.children(inner, digest));
                write(child(old, path, false), inner.left(), path.child(false));
                write(child(old, path, true), inner.right(), path.child(true));
            }
            case Leaf leaf -> {
                if (!(old instanceof Leaf same && same.keyHash().equals(leaf.keyHash()))) {
                    remove(old, path);
                }
                sink.putEntry(leaf.keyHash(), leaf.key(), leaf.value());
            }
            case Unread unread -> throw new IllegalStateException("what was read is not unread");
        }
    }

    /** What was in one half of a subtree. */
    private static @Nullable Node child(@Nullable Node old, NodePath path, boolean right) {
        return switch (old) {
            case null -> null;
            case Inner inner -> right ? inner.right() : inner.left();
            case Leaf leaf -> leaf.keyHash().bit(path.depth()) == right ? leaf : null;
            case Unread unread -> throw new IllegalStateException("what was read is not unread");
        };
    }

    private void remove(@Nullable Node before, NodePath path) {
        switch (Node.readOf(before)) {
            case null -> {}
            case Leaf leaf -> sink.removeEntry(leaf.keyHash());
            case Inner inner -> {
                sink.removeInner(path);
                remove(inner.left(), path.child(false));
                remove(inner.right(), path.child(true));
            }
            case Unread unread -> throw new IllegalStateException("what was read is not unread");
        }
    }
}
