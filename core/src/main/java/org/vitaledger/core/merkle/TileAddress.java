package org.vitaledger.core.merkle;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tile of hashes or a bundle of entries stands in a log (C2SP tlog-tiles).
 *
 * @param level the tile's level, 0 to 7 (the levels that a tree of fewer than 2^63 leaves has), or {@link #ENTRIES}
 * @param index the tile's place in its level, from 0
 * @param width how many hashes or entries it holds, 1 to 256; 256 is a full tile
 */
public record TileAddress(int level, long index, int width) {
    /** The level of entry bundles. */
    public static final int ENTRIES = -1;
    /** The hashes in a full tile. */
    public static final int FULL = 256;

    private static final int HEIGHT = 8;
    private static final int MAX_LEVEL = 7;
    private static final long MAX_INDEX = Long.MAX_VALUE / FULL;
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|[0-7])/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public TileAddress {
        if (level < ENTRIES || level > MAX_LEVEL || index < 0 || index > MAX_INDEX || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no such tile");
        }
    }

    /** The bundle of entries with {@code index}, {@code width} of them. */
    public static TileAddress entries(long index, int width) {
        return new TileAddress(ENTRIES, index, width);
    }

    /** The tile that holds the hash {@code (hashLevel, hashIndex)}, or the hashes below it, as wide as {@code size} has it. */
    public static TileAddress holding(int hashLevel, long hashIndex, long size) {
        int level = hashLevel / HEIGHT;
        long index = (hashIndex << (hashLevel % HEIGHT)) / FULL;
        return new TileAddress(level, index, available(level, index, size));
    }

    /** How wide the tile or bundle at a place is in a tree of {@code size} leaves: 0 (there is none) to 256. */
    public static int available(int level, long index, long size) {
        long hashes = level == ENTRIES ? size : size >>> (HEIGHT * level);
        return index > hashes / FULL ? 0 : Math.clamp(hashes - index * FULL, 0, FULL);
    }

    /** Reads a path as {@link #path()} writes it; empty if it is not exactly of that form. */
    public static Optional<TileAddress> parse(String path) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
        String digits = matcher.group(2);
        if (digits.startsWith("x000/")) {
            return Optional.empty();
        }
        long index = Long.parseLong(digits.replace("x", "").replace("/", ""));
        int width = matcher.group(3) == null ? FULL : Integer.parseInt(matcher.group(3));
        if (index > MAX_INDEX || width > FULL || (matcher.group(3) != null && width == FULL)) {
            return Optional.empty();
        }
        return Optional.of(new TileAddress(level, index, width));
    }

    /** The path below the log's prefix, for example {@code tile/0/x001/x234/067.p/5}. */
    public String path() {
        StringBuilder number = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            number.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
        }
        String name = level == ENTRIES ? "entries" : Integer.toString(level);
        return "tile/" + name + "/" + number + (width == FULL ? "" : ".p/" + width);
    }

    /** The leaf, or the node of level {@code 8 * level}, with which the tile starts. */
    public long firstHash() {
        return index * FULL;
    }
}
