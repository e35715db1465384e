package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.ledger.witness.WitnessFault.Kind;

/**
 * What a witness remembers: for each log the last checkpoint that it cosigned, and what it refused with a reason to keep
 * it. The folder names the keys that it belongs to, and is locked by one process.
 */
final class WitnessState implements AutoCloseable {
    private static final int MAX_KEPT = 64;
    private static final int NAME_DIGITS = 32;

    private final Path folder;
    private final FileChannel lock;

    private WitnessState(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder of {@code keys}; makes it only if {@code fresh}, since the memory of a used key must not be empty.
     */
    static WitnessState open(Path folder, List<VerifierKey> keys, boolean fresh) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            WitnessState state = new WitnessState(folder, channel);
            state.claim(keys, fresh);
            return state;
        } catch (IOException e) {
            throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    private void claim(List<VerifierKey> keys, boolean fresh) throws IOException {
        try {
            FileLock taken = lock.tryLock();
            if (taken == null) {
                throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("folder", folder), null);
            }
            String names =
                    String.join("\n", keys.stream().map(VerifierKey::text).toList()) + "\n";
            Path owner = folder.resolve("keys");
            if (!Files.exists(owner) && fresh) {
                DurableFile.replace(owner, names.getBytes(UTF_8));
            }
            if (!Files.exists(owner) || !Files.readString(owner).equals(names)) {
                throw new WitnessFault(Kind.STATE_MISSING, Map.of("folder", folder), null);
            }
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        } catch (WitnessFault e) {
            lock.close();
            throw e;
        }
    }

    /** What names a log in addresses and files: the SHA-256 hash of its origin, in lower-case hexadecimal. */
    static String hash(String origin) {
        return Hash.sha256(origin.getBytes(UTF_8)).toString();
    }

    /** The last checkpoint of the log whose origin has {@code hash}, with our cosignatures; empty if there is none. */
    Optional<SignedNote> last(String hash) {
        Path file = file(hash);
        try {
            return Files.exists(file) ? Optional.of(SignedNote.parse(Files.readAllBytes(file))) : Optional.empty();
        } catch (NoteRejected e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("file", file), e);
        }
    }

    /** Remembers the last checkpoint of a log; durable on return. */
    void keep(String origin, SignedNote cosigned) {
        DurableFile.replace(file(hash(origin)), cosigned.encode());
    }

    /** Keeps something refused, under a name made from its content; a bounded number of them, the first. */
    void keepRefused(String kind, byte[] content) {
        Path file = folder.resolve(kind + "-" + Hash.sha256(content).toString().substring(0, NAME_DIGITS) + ".txt");
        if (!Files.exists(file) && count(kind) < MAX_KEPT) {
            DurableFile.replace(file, content);
        }
    }

    WitnessFault damaged(String origin, @Nullable Throwable cause) {
        return damaged(file(hash(origin)), cause);
    }

    private static WitnessFault damaged(Path file, @Nullable Throwable cause) {
        return new WitnessFault(Kind.STATE_DAMAGED, Map.of("file", file), cause);
    }

    private long count(String kind) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(kind))
                    .count();
        } catch (IOException e) {
            throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    private Path file(String hash) {
        return folder.resolve("log-" + hash.substring(0, NAME_DIGITS) + ".checkpoint");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new WitnessFault(Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        }
    }
}
