package org.vitaledger.core.proof;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;

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
     * Which accesses to a patient's data a member had recorded by a block, or some of them.
     *
     * @param entry the closing entry of the block
     * @param trail whose accesses, and where
     * @param head the member's {@link org.vitaledger.core.audit.AuditHead} in the state map, or that there is none
     * @param patient the patient's {@link org.vitaledger.core.audit.PatientTrail} in the head's map, or that there is none
     * @param records the records
     * @param growth that the trail begins with an earlier one
     */
    record OfAccesses(Bytes entry, Trail trail, StateProof head, StateProof patient, Records records, Growth growth)
            implements Evidence {}

    /**
     * The claim that a trail only appended to what it was (RFC 9162 section 2.1.4), however long it is.
     *
     * @param from how many records there were; 0 if nothing is claimed
     * @param root the root over those
     * @param path the consistency path from there
     */
    record Growth(long from, Hash root, List<Hash> path) {
        /** No claim. */
        public static final Growth NONE = new Growth(0, TreeHash.EMPTY, List.of());

        public Growth {
            path = List.copyOf(path);
        }
    }

    /**
     * Whose accesses, and where they were asked for.
     *
     * @param member where
     * @param patient whose
     */
    record Trail(MemberId member, PatientHandle patient) {}

    /**
     * Neighbouring records of a patient's trail.
     *
     * @param first the place of the first, from 0
     * @param records their canonical bytes
     * @param path what stands beside them in the patient's tree, see {@link org.vitaledger.core.merkle.RangeProof}
     */
    record Records(long first, List<Bytes> records, List<Hash> path) {
        /** The most records in one proof. */
        public static final int MAX = 10_000;

        public Records {
            records = List.copyOf(records);
            path = List.copyOf(path);
            if (records.size() > MAX) {
                throw new IllegalArgumentException("a proof has at most 10,000 audit records");
            }
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
