package org.vitaledger.core.statemap;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;

/**
 * A subtree that was written down and is read when it is needed, each time anew: what a map holds in memory is what
 * changed since it was written.
 *
 * <p>Written down is an inner node as its two children, each a kind (0 none, 1 an entry, 2 an inner node), its hash unless
 * there is none, and of an entry the hash of its key.
 */
final class Unread implements Node {
    private static final byte NONE = 0;
    private static final byte ENTRY = 1;
    private static final byte INNER = 2;
    private static final int MOST = 1 + 2 * Hash.SIZE;

    private final NodeSource source;
    private final NodePath path;
    private final Hash hash;
    private final @Nullable Hash keyHash;

    private Unread(NodeSource source, NodePath path, Hash hash, @Nullable Hash keyHash) {
        this.source = source;
        this.path = path;
        this.hash = hash;
        this.keyHash = keyHash;
    }

    /** The same subtree, in memory down to {@code levels} and to be read from {@code source} below. */
    static @Nullable Node below(@Nullable Node node, NodeSource source, NodePath path, int levels) {
        return switch (node) {
            case null -> null;
            case Leaf leaf -> new Unread(source, path, Node.hash(leaf), leaf.keyHash());
            case Unread unread -> new Unread(source, path, unread.hash, unread.keyHash);
            case Inner inner when levels == 0 -> new Unread(source, path, Node.hash(inner), null);
            case Inner inner ->
                new Inner(
                        below(inner.left(), source, path.child(false), levels - 1),
                        below(inner.right(), source, path.child(true), levels - 1),
                        Node.hash(inner));
        };
    }

    /** Whether all below {@code node} can be read and hashes to what it should. */
    static boolean isWhole(@Nullable Node node, MessageDigest digest) {
        try {
            return switch (Node.readOf(node)) {
                case null -> true;
                case Leaf leaf ->
                    Leaf.hashOf(leaf.key()).equals(leaf.keyHash())
                            && leaf.digest().hash(digest).equals(Node.hash(node));
                case Inner inner ->
                    Inner.hash(digest, Node.hash(inner.left()), Node.hash(inner.right()))
                                    .equals(Node.hash(node))
                            && isWhole(inner.left(), digest)
                            && isWhole(inner.right(), digest);
                case Unread unread -> throw new IllegalStateException("what was read is not unread");
            };
        } catch (IllegalStateException | BufferUnderflowException _) {
            return false;
        }
    }

    @Override
    public boolean isLeaf() {
        return keyHash != null;
    }

    @Override
    public Hash hash(MessageDigest digest) {
        return hash;
    }

    @Override
    public Node read() {
        Hash key = keyHash;
        if (key != null) {
            Leaf leaf = entry(key);
            if (leaf == null) {
                throw missing();
            }
            return leaf;
        }
        byte[] children = source.inner(path);
        if (children == null) {
            throw missing();
        }
        ByteBuffer in = ByteBuffer.wrap(children);
        return new Inner(read(in, source, path.child(false)), read(in, source, path.child(true)), hash);
    }

    /** The entry of {@code wanted}, whose bits lead here, if there is one. */
    @Nullable Leaf find(Hash wanted) {
        // What was beside a single entry when it was written down may be gone in the map that asks.
        return keyHash == null || keyHash.equals(wanted) ? entry(wanted) : null;
    }

    private @Nullable Leaf entry(Hash wanted) {
        NodeSource.StoredEntry entry = source.entry(wanted);
        return entry == null ? null : new Leaf(wanted, entry.key(), entry.value());
    }

    private IllegalStateException missing() {
        return new IllegalStateException("the map was not written down whole: depth " + path.depth());
    }

    /** Both children as they are written down. */
    static byte[] children(Inner inner, MessageDigest digest) {
        ByteBuffer out = ByteBuffer.allocate(2 * MOST);
        write(inner.left(), digest, out);
        write(inner.right(), digest, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void write(@Nullable Node node, MessageDigest digest, ByteBuffer out) {
        if (node == null) {
            out.put(NONE);
            return;
        }
        Hash key = switch (node) {
            case Leaf leaf -> leaf.keyHash();
            case Unread unread -> unread.keyHash;
            case Inner _ -> null;
        };
        out.put(key == null ? INNER : ENTRY).put(node.hash(digest).toArray());
        if (key != null) {
            out.put(key.toArray());
        }
    }

    private static @Nullable Node read(ByteBuffer in, NodeSource source, NodePath path) {
        byte kind = in.get();
        return switch (kind) {
            case NONE -> null;
            case ENTRY -> new Unread(source, path, hash(in), hash(in));
            case INNER -> new Unread(source, path, hash(in), null);
            default -> throw new IllegalStateException("a node of an unknown kind: " + kind);
        };
    }

    private static Hash hash(ByteBuffer in) {
        byte[] bytes = new byte[Hash.SIZE];
        in.get(bytes);
        return Hash.of(bytes);
    }

    /** A whole map as it is written down: as a child is. */
    static byte[] top(@Nullable Node node) {
        ByteBuffer out = ByteBuffer.allocate(MOST);
        write(node, Hash.newDigest(), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** The inverse of {@link #top(Node)}. */
    static @Nullable Node top(byte[] written, NodeSource source) {
        return read(ByteBuffer.wrap(written), source, NodePath.TOP);
    }
}
