package org.vitaledger.core.value;

import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;

/**
 * A member of the consortium with the keys that cosign its checkpoints (C2SP tlog-cosignature).
 *
 * @param id who
 * @param ed25519 the key of its Ed25519 cosignatures
 * @param mlDsa44 the key of its ML-DSA-44 cosignatures, for the long life of medical data
 * @param card SHA-256 of its card: the keys, and the addresses and certificates by which the others reach it; empty of one that
 *     nobody has to reach
 */
public record Member(MemberId id, VerifyingKey ed25519, VerifyingKey mlDsa44, Optional<Hash> card) {
    public Member {
        if (ed25519.algorithm() != Algorithm.ED25519 || mlDsa44.algorithm() != Algorithm.ML_DSA_44) {
            throw new IllegalArgumentException("a member has one Ed25519 and one ML-DSA-44 key");
        }
    }

    /** A member that nobody has to reach. */
    public Member(MemberId id, VerifyingKey ed25519, VerifyingKey mlDsa44) {
        this(id, ed25519, mlDsa44, Optional.empty());
    }

    /** The same member with the keys that it has, and another card. */
    public Member withCard(Hash other) {
        return new Member(id, ed25519, mlDsa44, Optional.of(other));
    }
}
