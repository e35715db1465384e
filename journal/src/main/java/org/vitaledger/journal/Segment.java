package org.vitaledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/**
 * One file of a journal. It is named by its first position and starts with a header of 32 bytes: magic and version,
 * journal id, first position, four zero bytes, CRC-32C over all of these.
 */
record Segment(Path file, long journalId, long first) {
    static final int HEADER = 32;
    static final String SUFFIX = ".seg";
    static final String UNFINISHED = ".new";

    private static final byte[] MAGIC = "VLJRNL\0\1".getBytes(StandardCharsets.ISO_8859_1);

    /** The folder of the journal, the same for all of its segments. */
    Path directory() {
        return file.resolveSibling(".").normalize();
    }

    /** Where {@code position} is in the file. */
    long offset(long position) {
        return HEADER + position - first;
    }

    /** The position after the last byte of a file of {@code size} bytes. */
    long endPosition(long size) {
        return first + size - HEADER;
    }

    /** Makes a segment that appears under its name only with a whole header, durably. */
    static Segment create(Path directory, long journalId, long first) throws IOException {
        String name = String.format(Locale.ROOT, "%020d", first);
        Path unfinished = directory.resolve(name + UNFINISHED);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            Disk.DIRECT.write(unfinished, channel, ByteBuffer.wrap(header(journalId, first)), 0);
            channel.force(true);
        }
        Path file = directory.resolve(name + SUFFIX);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.forceDirectory(directory);
        return new Segment(file, journalId, first);
    }

    /** Reads the header of {@code file}; its name must agree. */
    static Segment open(Path file) throws IOException {
        byte[] header = new byte[HEADER];
        try (var in = Files.newInputStream(file)) {
            if (in.readNBytes(header, 0, HEADER) != HEADER) {
                throw JournalFault.damaged(file, 0, "the segment header is incomplete");
            }
        }
        ByteBuffer fields = ByteBuffer.wrap(header, MAGIC.length, HEADER - MAGIC.length);
        long journalId = fields.getLong();
        long first = fields.getLong();
        if (!Arrays.equals(header, header(journalId, first))) {
            throw JournalFault.damaged(file, 0, "the segment header is not valid");
        }
        if (first != namedPosition(file)) {
            throw JournalFault.damaged(file, MAGIC.length + Long.BYTES, "the segment has the name of another");
        }
        return new Segment(file, journalId, first);
    }

    /** The first position that the name of {@code file} tells, or -1 if it is not the name of a segment. */
    static long namedPosition(Path file) {
        String name = file.getFileName().toString();
        String digits = name.substring(0, Math.max(0, name.length() - SUFFIX.length()));
        return name.endsWith(SUFFIX) && digits.matches("[0-9]{20}") ? Long.parseLong(digits) : -1;
    }

    private static byte[] header(long journalId, long first) {
        byte[] header = new byte[HEADER];
        ByteBuffer fields = ByteBuffer.wrap(header);
        fields.put(MAGIC).putLong(journalId).putLong(first).putInt(0);
        fields.putInt(Frame.crc(header, 0, HEADER - Integer.BYTES));
        return header;
    }
}
