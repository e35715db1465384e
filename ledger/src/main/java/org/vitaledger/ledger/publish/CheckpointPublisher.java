package org.vitaledger.ledger.publish;

import java.util.Optional;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.SignedNote;

/**
 * The port to a system outside of the consortium that takes checkpoints: a witness, a time stamping authority, a public
 * chain. For one thread at a time; may block for as long as its own bounds allow.
 */
public interface CheckpointPublisher {
    /** A short name for files and logs: lower-case letters, digits and hyphens. */
    String name();

    /**
     * Makes a checkpoint known and tells what shows it, already verified.
     *
     * @throws PublishFault or {@link org.vitaledger.ledger.remote.RemoteFault} if the system can't be reached, refuses, or
     *     answers with something that does not verify
     */
    Publication publish(SignedNote checkpoint);

    /** What the system said last that contradicts the log, whatever others say; empty if nothing does. */
    default Optional<Fault> fault() {
        return Optional.empty();
    }
}
