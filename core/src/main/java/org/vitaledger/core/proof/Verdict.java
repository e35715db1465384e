package org.vitaledger.core.proof;

import java.util.List;
import org.vitaledger.core.note.Checkpoint;

/** What the verifier says of a proof file. */
public sealed interface Verdict {
    /**
     * Every step holds.
     *
     * @param statement what is proved
     * @param checkpoint under which checkpoint
     * @param cosigners the names of the witnesses in the policy whose cosignatures hold
     */
    record Proved(Statement statement, Checkpoint checkpoint, List<String> cosigners) implements Verdict {
        public Proved {
            cosigners = List.copyOf(cosigners);
        }
    }

    /**
     * A step does not hold; nothing is proved.
     *
     * @param step the first that failed
     * @param detail why, in words without patient data
     */
    record Refuted(Step step, String detail) implements Verdict {}

    /**
     * A file can't be read as what it should be, so nothing is said about what it claims.
     *
     * @param step {@link Step#POLICY} or {@link Step#PROOF}
     * @param detail what is wrong with the file, and where
     */
    record Unreadable(Step step, String detail) implements Verdict {}

    /** The steps of a verification, in their order. */
    enum Step {
        /** The policy file is readable. */
        POLICY,
        /** The proof file is readable. */
        PROOF,
        /** The checkpoint is signed and cosigned as the policy asks. */
        CHECKPOINT,
        /** The extra data is evidence of a known kind. */
        EVIDENCE,
        /** The log entry is included under the checkpoint. */
        INCLUSION,
        /** The log entry is what the evidence needs. */
        ENTRY,
        /** The reading's commitment is included in the batch. */
        COMMITMENT,
        /** The device's enrolment is included under the checkpoint. */
        ENROLMENT,
        /** The signed pack is the one that the reading names, and its signature holds. */
        PACK,
        /** The pack has, at the reading's place, what the reading says or is declared to become it. */
        CONTENT,
        /** The state map has, or has not, the consent or the head of the member's audit log. */
        STATE,
        /** The audit log has, or has not, records of the patient. */
        TRAIL,
        /** The audit records are those of their numbers in the patient's trail. */
        RECORD
    }
}
