package org.vitaledger.node.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.vitaledger.node.keys.KeyFault.KeyCode;

/** X.509 certificates in PEM files. */
public final class CertificateFile {
    private CertificateFile() {}

    /**
     * The first certificate in {@code file}.
     *
     * @throws KeyFault VL-KEY-001 or VL-KEY-003
     */
    public static X509Certificate read(Path file) {
        return all(file).getFirst();
    }

    /**
     * TLS with servers whose certificates lead to one in {@code file}, and to no other.
     *
     * @throws KeyFault VL-KEY-001 or VL-KEY-003
     */
    public static SSLContext trusting(Path file) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (X509Certificate certificate : all(file)) {
                trusted.setCertificateEntry("trusted-" + trusted.size(), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new KeyFault(KeyCode.UNREADABLE, Map.of("file", file), e);
        } catch (GeneralSecurityException e) {
            throw new KeyFault(KeyCode.NOT_A_CERTIFICATE, Map.of("file", file), e);
        }
    }

    private static List<X509Certificate> all(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new KeyFault(KeyCode.NOT_A_CERTIFICATE, Map.of("file", file), null);
            }
            return all;
        } catch (IOException e) {
            throw new KeyFault(KeyCode.UNREADABLE, Map.of("file", file), e);
        } catch (CertificateException e) {
            throw new KeyFault(KeyCode.NOT_A_CERTIFICATE, Map.of("file", file), e);
        }
    }
}
