package org.vitaledger.core.note;

import java.util.List;

/** What a {@link Policy} says of a signed note. */
public sealed interface PolicyCheck {
    /** What to look at first where nothing of the log's key is there. */
    String ANOTHER_POLICY =
            "no key that the policy gives for this log has signed; check that the policy is that of the log it comes from";

    /** Who has cosigned, whether or not it was enough. */
    List<Cosignature> cosignatures();

    /**
     * A valid cosignature.
     *
     * @param witness whose
     * @param posixSeconds when, as the witness tells it; 0 if it makes no statement
     */
    record Cosignature(Policy.Witness witness, long posixSeconds) {}

    /**
     * The checkpoint is signed by a log and by the quorum.
     *
     * @param checkpoint what may be trusted
     * @param log who signed it
     * @param cosignatures in the order of the policy
     */
    record Accepted(Checkpoint checkpoint, Policy.Log log, List<Cosignature> cosignatures) implements PolicyCheck {
        public Accepted {
            cosignatures = List.copyOf(cosignatures);
        }
    }

    /**
     * Nothing in the note may be trusted.
     *
     * @param reason the first that applies
     * @param keyName the key that it is about, or empty
     * @param cosignatures in the order of the policy
     */
    record Refused(Reason reason, String keyName, List<Cosignature> cosignatures) implements PolicyCheck {
        public Refused {
            cosignatures = List.copyOf(cosignatures);
        }

        /** Reason and key in words for people, who may have taken another log's policy: that is told apart from forgery. */
        public String detail() {
            String named = (reason + " " + keyName).strip();
            return switch (reason) {
                case UNKNOWN_LOG, LOG_SIGNATURE_MISSING -> named + ": " + ANOTHER_POLICY;
                case NOT_A_CHECKPOINT, BAD_SIGNATURE, QUORUM_NOT_REACHED -> named;
            };
        }
    }

    /** Why a policy refuses a note, by precedence. */
    enum Reason {
        /** The text is not a checkpoint. */
        NOT_A_CHECKPOINT,
        /** No log of the policy has the checkpoint's origin: check that the policy is that of the log. */
        UNKNOWN_LOG,
        /** A signature claims to be of a known key and doesn't verify. */
        BAD_SIGNATURE,
        /** No key of the log in the policy has signed: check that the policy is that of the log; another may have its name. */
        LOG_SIGNATURE_MISSING,
        /** Not enough witnesses have cosigned. */
        QUORUM_NOT_REACHED
    }
}
