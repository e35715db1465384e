package org.vitaledger.core.merkle;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;

/** Entry bundles of C2SP tlog-tiles: up to 256 entries, each behind its length as a big-endian 16-bit number. */
public final class EntryBundle {
    /** The most bytes that an entry can have. */
    public static final int MAX_ENTRY = 0xffff;

    private EntryBundle() {}

    /**
     * Writes {@code entries} as a bundle.
     *
     * @throws IllegalArgumentException if there are none or more than 256, or one is longer than {@link #MAX_ENTRY}
     */
    public static byte[] encode(List<Bytes> entries) {
        if (entries.isEmpty() || entries.size() > TileAddress.FULL) {
            throw new IllegalArgumentException("a bundle has 1 to 256 entries");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Bytes entry : entries) {
            if (entry.size() > MAX_ENTRY) {
                throw new IllegalArgumentException("an entry has at most " + MAX_ENTRY + " bytes");
            }
            out.write(entry.size() >>> 8);
            out.write(entry.size());
            out.writeBytes(entry.toArray());
        }
        return out.toByteArray();
    }

    /** Reads a bundle; empty if it is truncated, has trailing bytes or not 1 to 256 entries. */
    public static Optional<List<Bytes>> decode(byte[] bundle) {
        List<Bytes> entries = new ArrayList<>();
        int position = 0;
        while (position + 2 <= bundle.length && entries.size() < TileAddress.FULL) {
            int length = ((bundle[position] & 0xff) << 8) | (bundle[position + 1] & 0xff);
            position += 2;
            if (length > bundle.length - position) {
                return Optional.empty();
            }
            entries.add(Bytes.of(bundle, position, length));
            position += length;
        }
        return position == bundle.length && !entries.isEmpty() ? Optional.of(List.copyOf(entries)) : Optional.empty();
    }
}
