package org.vitaledger.core.statemap;

import org.vitaledger.core.bytes.Hash;

/**
 * Where a node of a map is: the bits of a key's hash that lead to it. Immutable.
 *
 * @param bits the bits, in 32 bytes; those behind the depth are zero
 * @param depth how many
 */
public record NodePath(Hash bits, int depth) {
    /** The path of the whole map. */
    public static final NodePath TOP = new NodePath(Node.EMPTY, 0);

    /** One step further. */
    NodePath child(boolean right) {
        if (!right) {
            return new NodePath(bits, depth + 1);
        }
        byte[] next = bits.toArray();
        next[depth >> 3] |= (byte) (0x80 >>> (depth & 7));
        return new NodePath(Hash.of(next), depth + 1);
    }

    /** The path as bytes that tell it from all others: the depth, then as many bytes as have bits. */
    public byte[] toArray() {
        byte[] all = bits.toArray();
        byte[] encoded = new byte[1 + (depth + 7) / 8];
        // A node at depth 256 would be a leaf, never an inner node.
        encoded[0] = (byte) depth;
        System.arraycopy(all, 0, encoded, 1, encoded.length - 1);
        return encoded;
    }
}
