package org.vitaledger.ledger.hashgraph.engine;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import org.hiero.base.crypto.CertificateUtils;
import org.hiero.base.crypto.KeyGeneratingException;
import org.hiero.base.crypto.SigningSchema;
import org.hiero.consensus.crypto.KeysAndCertsGenerator;
import org.hiero.consensus.model.node.KeysAndCerts;
import org.hiero.consensus.model.node.NodeId;
import org.vitaledger.ledger.hashgraph.CertifiedKey;

/** Keys in the form that the engine wants. */
public final class EngineKeys {
    private EngineKeys() {}

    /**
     * Makes a new Ed25519 key with a certificate that it signed itself, fit for signing events and for TLS. Its name is drawn,
     * for the engine finds certificates by their names, and the number of a node is not known before it is admitted.
     */
    public static CertifiedKey generate() {
        try {
            SecureRandom random = new SecureRandom();
            NodeId name = NodeId.of(random.nextLong(Long.MAX_VALUE));
            KeysAndCerts made = KeysAndCertsGenerator.generate(name, SigningSchema.ED25519, random, random);
            return new CertifiedKey(made.sigKeyPair().getPrivate(), made.sigCert());
        } catch (GeneralSecurityException | KeyGeneratingException e) {
            throw new IllegalStateException("every supported platform has Ed25519", e);
        }
    }

    /** The same with a new key for the engine's own TLS, certified by it. */
    static KeysAndCerts of(CertifiedKey key, long node) {
        try {
            KeyPair signing = new KeyPair(key.certificate().getPublicKey(), key.key());
            KeyPair agreement = KeysAndCertsGenerator.generateAgreementKeyPair();
            // The engine follows the chain by names, so the issuer's must be the very same.
            String issuer = key.certificate().getSubjectX500Principal().getName();
            return new KeysAndCerts(
                    signing,
                    agreement,
                    key.certificate(),
                    CertificateUtils.generateCertificate(
                            CertificateUtils.distinguishedName("a-" + node),
                            agreement,
                            issuer,
                            signing,
                            new SecureRandom(),
                            SigningSchema.ED25519.getSigningAlgorithm()));
        } catch (GeneralSecurityException | KeyGeneratingException e) {
            throw new IllegalStateException("a certificate of our own can't be made", e);
        }
    }
}
