package org.vitaledger.core.sign;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Signs and verifies with the Java security providers. The platform's own providers do everything; a faster one can be
 * preferred and then does what it offers. Safe for any thread.
 */
public final class Signatures {
    private final Map<Algorithm, Provider> preferred;

    private Signatures(Map<Algorithm, Provider> preferred) {
        this.preferred = preferred;
    }

    /** The platform's own providers only. */
    public static Signatures platform() {
        return new Signatures(Map.of());
    }

    /** {@code provider} for each algorithm that it offers, the platform's own for the others. */
    public static Signatures preferring(Provider provider) {
        Map<Algorithm, Provider> preferred = new EnumMap<>(Algorithm.class);
        for (Algorithm algorithm : Algorithm.values()) {
            if (provider.getService("Signature", algorithm.jcaName()) != null
                    && provider.getService("KeyFactory", keyAlgorithm(algorithm)) != null) {
                preferred.put(algorithm, provider);
            }
        }
        return new Signatures(preferred);
    }

    /** Who does {@code algorithm}'s work: the name of the preferred provider, or nothing if the platform does. */
    public Optional<String> preferredProvider(Algorithm algorithm) {
        return Optional.ofNullable(preferred.get(algorithm)).map(Provider::getName);
    }

    /** Makes a new key pair. */
    public SigningKey generate(Algorithm algorithm, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(keyAlgorithm(algorithm));
            if (algorithm == Algorithm.ES256) {
                generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            }
            KeyPair pair = generator.generateKeyPair();
            return signingKey(
                    KeyEncoding.fromSpki(algorithm, pair.getPublic().getEncoded()),
                    pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every supported platform has " + algorithm, e);
        }
    }

    /**
     * Puts a key pair together from its stored halves.
     *
     * @param pkcs8 the private key as PKCS #8
     * @throws IllegalArgumentException if {@code pkcs8} is not a private key of the algorithm
     */
    public SigningKey signingKey(VerifyingKey verifyingKey, byte[] pkcs8) {
        try {
            PrivateKey key = keyFactory(verifyingKey.algorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return new SigningKey(verifyingKey, key);
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("not a PKCS #8 key of " + verifyingKey.algorithm(), e);
        }
    }

    /** Signs {@code message}; the signature has {@link Algorithm#signatureSize()} bytes. */
    public byte[] sign(SigningKey key, byte[] message) {
        try {
            Signature signature = signature(key.verifyingKey().algorithm());
            signature.initSign(key.privateKey());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with a key of our own failed", e);
        }
    }

    /** A verifier for many messages under one key; answers false for everything if the key is not on its curve. */
    public Verifier verifier(VerifyingKey key) {
        try {
            PublicKey publicKey =
                    keyFactory(key.algorithm()).generatePublic(new X509EncodedKeySpec(KeyEncoding.toSpki(key)));
            return (message, signature) -> verify(key.algorithm(), publicKey, message, signature);
        } catch (InvalidKeySpecException | RuntimeException e) {
            return (message, signature) -> false;
        }
    }

    /** Whether {@code signature} is {@code key}'s over {@code message}; never throws on hostile input. */
    public boolean verify(VerifyingKey key, byte[] message, byte[] signature) {
        return verifier(key).verify(message, signature);
    }

    /** Checks signatures under one key. Safe for any thread. */
    @FunctionalInterface
    public interface Verifier {
        /** Whether {@code signature} was made over {@code message}. */
        boolean verify(byte[] message, byte[] signature);
    }

    private boolean verify(Algorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != algorithm.signatureSize()) {
            return false;
        }
        try {
            Signature verifier = signature(algorithm);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private Signature signature(Algorithm algorithm) throws GeneralSecurityException {
        Provider provider = preferred.get(algorithm);
        return provider == null
                ? Signature.getInstance(algorithm.jcaName())
                : Signature.getInstance(algorithm.jcaName(), provider);
    }

    private KeyFactory keyFactory(Algorithm algorithm) {
        try {
            Provider provider = preferred.get(algorithm);
            return provider == null
                    ? KeyFactory.getInstance(keyAlgorithm(algorithm))
                    : KeyFactory.getInstance(keyAlgorithm(algorithm), provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every supported platform has " + algorithm, e);
        }
    }

    private static String keyAlgorithm(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> "Ed25519";
            case ES256 -> "EC";
            case ML_DSA_44 -> "ML-DSA-44";
        };
    }
}
