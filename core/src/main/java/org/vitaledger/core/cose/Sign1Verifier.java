package org.vitaledger.core.cose;

import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.VerifyingKey;

/** Checks the signatures of messages under one key. Immutable, safe for any thread; worth keeping, as keys are decoded once. */
public final class Sign1Verifier {
    private static final byte[] NOTHING = new byte[0];

    private final VerifyingKey key;
    private final Signatures.Verifier verifier;

    /** A verifier for {@code key}; if that is not on its curve, it answers false for everything. */
    public Sign1Verifier(VerifyingKey key, Signatures signatures) {
        this.key = key;
        this.verifier = signatures.verifier(key);
    }

    /** What the signatures must verify under. */
    public VerifyingKey key() {
        return key;
    }

    /** Whether the message names the key's algorithm and its signature is the key's. */
    public boolean verify(Sign1 message) {
        return verify(message, NOTHING);
    }

    /** Like {@link #verify(Sign1)}, with data that was signed along but doesn't travel with the message. */
    public boolean verify(Sign1 message, byte[] externalData) {
        return message.algorithm() == key.algorithm()
                && verifier.verify(message.toBeSigned(externalData), message.signature());
    }
}
