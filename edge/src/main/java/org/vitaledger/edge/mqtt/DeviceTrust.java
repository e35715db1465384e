package org.vitaledger.edge.mqtt;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.X509TrustManager;
import org.vitaledger.core.bytes.Hash;

/**
 * Trusts the client certificates that the site's certification authority issued, and those whose public key is pinned.
 * Safe for any thread.
 */
public final class DeviceTrust implements X509TrustManager {
    private final X509TrustManager authority;
    private final Set<Hash> pins;

    /**
     * @param authority trusts what the site's certification authority issued
     * @param pins SHA-256 of the SubjectPublicKeyInfo of the keys that are trusted without it
     */
    public DeviceTrust(X509TrustManager authority, Set<Hash> pins) {
        this.authority = authority;
        this.pins = Set.copyOf(pins);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (chain.length > 0
                && pins.contains(Hash.sha256(chain[0].getPublicKey().getEncoded()))) {
            chain[0].checkValidity();
            return;
        }
        authority.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authority.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // A client that is told of issuers sends no certificate of another one, a pinned self-signed one for example.
        return pins.isEmpty() ? authority.getAcceptedIssuers() : new X509Certificate[0];
    }
}
