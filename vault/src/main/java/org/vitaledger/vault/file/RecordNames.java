package org.vitaledger.vault.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.vault.SealFault;
import org.vitaledger.vault.file.VaultFinding.BatchName;

/** Tells of a record, by its position, in which file it stands and which batch it is. For one thread. */
final class RecordNames {
    private final TreeMap<Long, Start> starts = new TreeMap<>();

    /** The first record of a file, and how far its payload is behind its start. */
    private record Start(Path file, long offset, int header) {}

    /** Learns where a record stands; only the first of each file is remembered. */
    void seen(Path file, long offset, JournalRecord record) {
        if (starts.isEmpty() || !starts.lastEntry().getValue().file().equals(file)) {
            int header = (int) (record.end() - record.position()) - record.payload().length;
            starts.put(record.position(), new Start(file, offset, header));
        }
    }

    /** Something that is wrong with the record at {@code position}, which was seen. */
    VaultFinding finding(long position, String what) {
        Map.Entry<Long, Start> known = starts.floorEntry(position);
        Start start = known.getValue();
        long offset = start.offset() + position - known.getKey();
        return new VaultFinding(start.file(), offset, batch(start.file(), offset + start.header()), what);
    }

    private static Optional<BatchName> batch(Path file, long offset) {
        ByteBuffer into = ByteBuffer.allocate(BatchHeader.MAX_SIZE);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(into, offset);
            if (into.flip().get(0) != BatchHeader.TYPE) {
                return Optional.empty();
            }
            BatchHeader header = BatchHeader.read(into);
            return Optional.of(new BatchName(header.gateway(), header.number()));
        } catch (IOException | SealFault _) {
            return Optional.empty();
        }
    }
}
