package org.vitaledger.ledger.hashgraph;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.journal.DurableFile;

/**
 * A private key with the certificate that the other members pin.
 *
 * @param key the private half
 * @param certificate with the public half
 */
public record CertifiedKey(PrivateKey key, X509Certificate certificate) {
    private static final String ALIAS = "key";

    /** The certificate as the network configuration tells it. */
    public Bytes der() {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was parsed can be encoded", e);
        }
    }

    /**
     * Reads a PKCS #12 file that {@link #store} wrote.
     *
     * @throws IOException if it can't be read, or not with this password
     * @throws GeneralSecurityException if it doesn't hold a key with its certificate
     */
    public static CertifiedKey load(Path file, char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
        if (store.getKey(ALIAS, password) instanceof PrivateKey key
                && store.getCertificate(ALIAS) instanceof X509Certificate certificate) {
            return new CertifiedKey(key, certificate);
        }
        throw new GeneralSecurityException("no key with a certificate");
    }

    /** Writes a PKCS #12 file, readable by its owner alone, that {@link #load} reads. */
    public void store(Path file, char[] password) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        keyStore(password).store(out, password);
        DurableFile.replacePrivate(file, out.toByteArray());
    }

    /** The same as a key store. */
    public KeyStore keyStore(char[] password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(ALIAS, key, password, new Certificate[] {certificate});
        return store;
    }
}
