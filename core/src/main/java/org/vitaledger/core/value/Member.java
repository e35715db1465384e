package org.vitaledger.core.value;

import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;

/**
 * A member of the consortium with the keys that cosign its checkpoints (C2SP tlog-cosignature).
 *
 * @param id who
 * @param ed25519 the key of its Ed25519 cosignatures
 * @param mlDsa44 the key of its ML-DSA-44 cosignatures, for the long life of medical data
 */
public record Member(MemberId id, VerifyingKey ed25519, VerifyingKey mlDsa44) {
    public Member {
        if (ed25519.algorithm() != Algorithm.ED25519 || mlDsa44.algorithm() != Algorithm.ML_DSA_44) {
            throw new IllegalArgumentException("a member has one Ed25519 and one ML-DSA-44 key");
        }
    }
}
