package org.vitaledger.core.proof;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.ConsentId;

/**
 * What a proof proves beyond the inclusion of a log entry; it rides in the extra data of a C2SP tlog-proof. Each kind
 * leads from a log entry, whose inclusion the proof shows, down to the bytes in question.
 */
public sealed interface Evidence {
    /** The bytes of the log entry whose inclusion the proof shows. */
    Bytes entry();

    /**
     * Another entry of the same log, included under the same checkpoint.
     *
     * @param index its index
     * @param entry its bytes
     * @param path its RFC 9162 inclusion path
     */
    record Included(long index, Bytes entry, List<Hash> path) {
        public Included {
            path = List.copyOf(path);
        }
    }

    /**
     * That a reading was committed, as its device signed it.
     *
     * @param entry the anchor of the reading's batch
     * @param place the reading's way into the batch
     * @param reading the canonical bytes of the reading
     * @param signed the pack that carried it (COSE_Sign1)
     * @param enrolment the entry that registered the device with its key
     */
    record OfReading(Bytes entry, Place place, Bytes reading, Bytes signed, Included enrolment) implements Evidence {}

    /**
     * A reading's way into its batch.
     *
     * @param leaf the index of its commitment
     * @param salt the salt of its commitment, {@link Commitment#SALT_SIZE} bytes
     * @param path the RFC 9162 inclusion path of the commitment in the batch
     */
    record Place(int leaf, Bytes salt, List<Hash> path) {
        public Place {
            path = List.copyOf(path);
        }
    }

    /**
     * How a consent stood after a block, or that it was not there.
     *
     * @param entry the closing entry of the block
     * @param consent which
     * @param proof its record in the state map
     */
    record OfConsent(Bytes entry, ConsentId consent, StateProof proof) implements Evidence {}

    /**
     * That an access was recorded, and as which of how many.
     *
     * @param entry the command that anchored the head of the patient's audit records
     * @param record the canonical bytes of the audit record
     * @param path the RFC 9162 inclusion path of the record under the head
     */
    record OfAccess(Bytes entry, Bytes record, List<Hash> path) implements Evidence {
        public OfAccess {
            path = List.copyOf(path);
        }
    }

    /** The bytes for the extra data of a tlog-proof. */
    default Bytes encode() {
        return EvidenceCodec.encode(this);
    }

    /** Reads the extra data of a tlog-proof; empty if it is none of ours or not exactly as we write it. */
    static Optional<Evidence> parse(byte[] extra) {
        return EvidenceCodec.parse(extra);
    }
}
