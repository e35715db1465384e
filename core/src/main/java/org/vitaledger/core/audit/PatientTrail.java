package org.vitaledger.core.audit;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.PatientHandle;

/**
 * How many audit records a member has of one patient, and which: a value in the map whose root is
 * {@link AuditHead#patients()}. Who has no records is not in the map.
 *
 * @param count how many, from 1
 * @param root RFC 9162 root over them, in the order of their numbers
 */
public record PatientTrail(long count, Hash root) {
    public PatientTrail {
        if (count < 1) {
            throw new IllegalArgumentException("a patient without records is not in the map");
        }
    }

    /** The patient's key in the map. */
    public static Bytes key(PatientHandle patient) {
        return patient.bytes();
    }

    /** The value in the map: {@code [count, root]}. */
    public Bytes encode() {
        return new CborWriter()
                .writeArray(2)
                .writeLong(count)
                .writeBytes(root.bytes())
                .toBytes();
    }

    /**
     * Reads a value of the map.
     *
     * @throws CborRejected if it is not deterministic CBOR of that shape
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public static PatientTrail parse(Bytes value) throws CborRejected {
        CborReader in = CborReader.deterministic(value.toArray());
        in.readArray(2);
        PatientTrail trail = new PatientTrail(in.readUnsigned(), Hash.of(in.readByteArray()));
        in.end();
        return trail;
    }
}
