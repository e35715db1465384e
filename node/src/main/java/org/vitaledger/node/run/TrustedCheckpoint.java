package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;

/** Reads a checkpoint that an operator kept. */
final class TrustedCheckpoint {
    private TrustedCheckpoint() {}

    /**
     * The checkpoint in {@code file}, signed as {@code policy} asks.
     *
     * @throws NodeFault with CHECKPOINT_REFUSED if it isn't one
     */
    static Checkpoint read(Path file, Policy policy, Signatures signatures) throws IOException {
        try {
            return switch (policy.check(SignedNote.parse(Files.readAllBytes(file)), signatures)) {
                case PolicyCheck.Accepted accepted -> accepted.checkpoint();
                case PolicyCheck.Refused refused -> throw refused(file, refused.detail());
            };
        } catch (NoteRejected e) {
            throw refused(file, "not a signed note");
        }
    }

    private static NodeFault refused(Path file, String why) {
        return new NodeFault(NodeFault.NodeCode.CHECKPOINT_REFUSED, Map.of("file", file, "why", why), null);
    }
}
