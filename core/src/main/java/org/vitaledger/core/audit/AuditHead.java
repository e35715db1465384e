package org.vitaledger.core.audit;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.statemap.StateMap;

/**
 * How far a member's audit log goes, as it stands on the ledger (INV-011).
 *
 * @param size how many records
 * @param root RFC 9162 root over them
 * @param patients root of the map from patient to {@link PatientTrail}
 * @param loss what the member recorded as lost, if it ever did
 */
public record AuditHead(long size, Hash root, Hash patients, Optional<Loss> loss) {
    /** The head of a log without records. */
    public static final AuditHead EMPTY = of(0, TreeHash.EMPTY, StateMap.EMPTY.root());

    private static final int FIELDS = 6;

    /**
     * That records are gone which the ledger or the member counted, or are no longer what they were. What is left is the
     * member's word: that it begins with what was anchored, nobody can show who lost the rest.
     *
     * @param times how often that was recorded
     * @param counted the most records that the ledger, or the member, counted when that was recorded
     * @param kept the fewest that were left then
     */
    public record Loss(long times, long counted, long kept) {
        /** One more loss. */
        public static Loss after(Optional<Loss> before, long counted, long kept) {
            return new Loss(
                    before.map(Loss::times).orElse(0L) + 1,
                    Math.max(counted, before.map(Loss::counted).orElse(0L)),
                    Math.min(kept, before.map(Loss::kept).orElse(kept)));
        }

        public Loss {
            if (times < 1 || counted < 0 || kept < 0) {
                throw new IllegalArgumentException("a loss has happened, and counts are not negative");
            }
        }
    }

    public AuditHead {
        if (size < 0) {
            throw new IllegalArgumentException("an audit log has no negative size");
        }
    }

    /** The head of a log without a loss. */
    public static AuditHead of(long size, Hash root, Hash patients) {
        return new AuditHead(size, root, patients, Optional.empty());
    }

    /** The same with what was recorded as lost. */
    public AuditHead with(Optional<Loss> recorded) {
        return new AuditHead(size, root, patients, recorded);
    }

    /** Whether both are of the same records, whatever was lost before. */
    public boolean isLevelWith(AuditHead other) {
        return with(other.loss).equals(other);
    }

    /** Writes the record of the state map: {@code [size, root, patients, times, counted, kept]}, zeros without a loss. */
    public void write(CborWriter out) {
        out.writeArray(FIELDS)
                .writeLong(size)
                .writeBytes(root.bytes())
                .writeBytes(patients.bytes())
                .writeLong(loss.map(Loss::times).orElse(0L))
                .writeLong(loss.map(Loss::counted).orElse(0L))
                .writeLong(loss.map(Loss::kept).orElse(0L));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public static AuditHead read(CborReader in) throws CborRejected {
        in.readArray(FIELDS);
        AuditHead head = of(in.readUnsigned(), Hash.of(in.readByteArray()), Hash.of(in.readByteArray()));
        long times = in.readUnsigned();
        long counted = in.readUnsigned();
        long kept = in.readUnsigned();
        boolean whole = times == 0 && counted == 0 && kept == 0;
        return whole ? head : head.with(Optional.of(new Loss(times, counted, kept)));
    }

    /**
     * Reads the record of the state map, and nothing behind it.
     *
     * @throws CborRejected if it is not deterministic CBOR of that shape
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public static AuditHead parse(Bytes record) throws CborRejected {
        CborReader in = CborReader.deterministic(record.toArray());
        AuditHead head = read(in);
        in.end();
        return head;
    }
}
