package org.vitaledger.core.sign;

import java.security.PrivateKey;

/**
 * A private key with its public half.
 *
 * @param verifyingKey the public half
 * @param privateKey the private half, as the security providers know it
 */
public record SigningKey(VerifyingKey verifyingKey, PrivateKey privateKey) {
    @Override
    public String toString() {
        return "SigningKey[" + verifyingKey.algorithm() + "]";
    }
}
