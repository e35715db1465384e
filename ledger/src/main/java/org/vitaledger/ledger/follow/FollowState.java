package org.vitaledger.ledger.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.journal.DurableFile;

/**
 * What a follower remembers: the last checkpoint that it verified, with all entries under it. One folder for one log and
 * one process. For one thread.
 */
public final class FollowState {
    private final Path folder;

    private FollowState(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens {@code folder}, which is made if absent.
     *
     * @throws FollowFault STATE_UNUSABLE if that is not possible
     */
    public static FollowState open(Path folder) {
        try {
            Files.createDirectories(folder);
            return new FollowState(folder);
        } catch (IOException e) {
            throw new FollowFault(FollowFault.Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    /** The last that was kept; empty before the first. */
    Optional<SignedCheckpoint> last(Policy policy, Signatures signatures) {
        Path file = checkpoint();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            SignedNote note = SignedNote.parse(Files.readAllBytes(file));
            return Optional.of(SignedCheckpoint.of(note, policy, signatures).orElseThrow(() -> damaged(file, null)));
        } catch (NoteRejected e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new FollowFault(FollowFault.Kind.STATE_UNUSABLE, Map.of("file", file), e);
        }
    }

    /** Remembers {@code verified} durably. */
    void keep(SignedCheckpoint verified) {
        DurableFile.replace(checkpoint(), verified.note().encode());
    }

    /** Writes evidence durably, under a name made from its content, and tells where. */
    public Path keep(Breach breach) {
        byte[] content = breach.encode();
        String name = Hash.sha256(content).toString().substring(0, 16);
        Path file = folder.resolve("breach-" + name + ".txt");
        DurableFile.replace(file, content);
        return file;
    }

    /** The evidence that was kept, if any; it does not go away because the log shows something else now. */
    public Optional<Path> evidence() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("breach-[0-9a-f]+[.]txt"))
                    .min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new FollowFault(FollowFault.Kind.STATE_UNUSABLE, Map.of("folder", folder), e);
        }
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    private static FollowFault damaged(Path file, @Nullable NoteRejected cause) {
        return new FollowFault(FollowFault.Kind.STATE_DAMAGED, Map.of("file", file), cause);
    }
}
