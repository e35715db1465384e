package org.vitaledger.ledger.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalOptions;

/** Copies, swaps and forges the files of stopped ledgers. */
public final class LedgerFiles {
    private LedgerFiles() {}

    public static void copy(Path from, Path to) throws IOException {
        delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    public static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.toList().reversed()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The files of the ledger that have bytes. */
    public static List<Path> withContent(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toFile().length() > 0)
                    .sorted()
                    .toList();
        }
    }

    /** Those of them that nothing else can be made from again. */
    static List<Path> ofLog(Path directory) throws IOException {
        return withContent(directory).stream()
                .filter(file -> !file.startsWith(BlockLog.state(directory)))
                .toList();
    }

    /** Where the state is written down. */
    public static Path state(Path ledger) {
        return BlockLog.state(ledger);
    }

    /** Where the blocks stand. */
    public static Path entries(Path ledger) {
        return BlockLog.entries(ledger);
    }

    /** Where the signed checkpoints stand. */
    public static Path checkpoints(Path ledger) {
        return BlockLog.checkpoints(ledger);
    }

    /** Writes the block at {@code height} again with another outcome of its first command. */
    public static void forgeOutcome(Path ledger, long height) throws IOException {
        forge(ledger, block -> Optional.of(block.height() == height ? Forgery.withOtherOutcome(block) : block));
    }

    /** Writes the journal of blocks again with valid checksums, each block as {@code change} says, or left out. */
    static void forge(Path ledger, Function<BlockRecord, Optional<BlockRecord>> change) throws IOException {
        List<BlockRecord> blocks = new ArrayList<>();
        Path entries = BlockLog.entries(ledger);
        JournalCheck.check(
                entries,
                record -> BlockRecord.parse(record.payload()).flatMap(change).ifPresent(blocks::add));
        delete(entries);
        try (Journal journal = Journal.open(entries, JournalOptions.defaults())) {
            blocks.forEach(block -> journal.append(block.encode()).join());
        }
    }
}
