package org.vitaledger.ledger;

import java.util.List;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/**
 * What a member signs checkpoints with. Safe for any thread.
 *
 * @param log the log's Ed25519 key, named by the log's origin
 * @param ed25519 the member's key for Ed25519 cosignatures, named by the member
 * @param mlDsa44 the member's key for ML-DSA-44 cosignatures, named by the member
 */
public record LedgerKeys(NoteSigner log, NoteSigner ed25519, NoteSigner mlDsa44) {
    public LedgerKeys {
        if (log.verifierKey().type() != SignatureType.ED25519
                || ed25519.verifierKey().type() != SignatureType.COSIGNATURE_ED25519
                || mlDsa44.verifierKey().type() != SignatureType.COSIGNATURE_ML_DSA_44) {
            throw new IllegalArgumentException("a key of another type");
        }
        if (!ed25519.verifierKey().name().equals(mlDsa44.verifierKey().name())) {
            throw new IllegalArgumentException("both cosignatures carry the member's name");
        }
        if (log.verifierKey().key().equals(ed25519.verifierKey().key())) {
            throw new IllegalArgumentException("the log and its member have keys of their own");
        }
    }

    /** The name of the log. */
    public String origin() {
        return log.verifierKey().name();
    }

    /** The member as the ledger knows it. */
    public Member member() {
        MemberId id = new MemberId(ed25519.verifierKey().name());
        return new Member(id, ed25519.verifierKey().key(), mlDsa44.verifierKey().key());
    }

    /** The policy of the consortium that has this member alone. */
    public Roster roster() {
        return new Roster(log.verifierKey(), List.of(member()));
    }

    /**
     * Signs and cosigns. The caller answers for INV-006: {@code checkpoint} is consistent with every one signed before.
     *
     * @param posixSeconds the time that the cosignatures tell
     */
    public SignedNote sign(Checkpoint checkpoint, long posixSeconds) {
        return new SignedNote(
                checkpoint.text(),
                List.of(
                        log.sign(checkpoint, posixSeconds),
                        ed25519.sign(checkpoint, posixSeconds),
                        mlDsa44.sign(checkpoint, posixSeconds)));
    }
}
