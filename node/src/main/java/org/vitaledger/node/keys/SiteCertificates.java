package org.vitaledger.node.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.node.keys.KeyFault.KeyCode;

/**
 * The site's own certification authority (RFC 5280, P-256), for installations without one: the server's certificate
 * for TLS, and client certificates of devices, whose common name is the device id. Made at the first start and kept in
 * one PKCS #12 file; the authority's certificate lies beside it as {@code site-ca.pem} for the devices.
 */
public final class SiteCertificates {
    private static final String AUTHORITY = "authority";
    private static final String SERVER = "server";
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Duration LIFE = Duration.ofDays(397);

    private final KeyStore store;
    private final char[] password;
    private final Path caFile;

    private SiteCertificates(KeyStore store, char[] password, Path caFile) {
        this.store = store;
        this.password = password;
        this.caFile = caFile;
    }

    /**
     * Reads the certificates in {@code directory}, or makes them.
     *
     * @throws KeyFault if a file can't be read, written or understood
     */
    public static SiteCertificates open(Path directory, char[] password, Instant now) {
        Path file = directory.resolve("site-tls.p12");
        Path caFile = directory.resolve("site-ca.pem");
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, password);
                }
            } else {
                store.load(null, null);
                fill(store, password, now);
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store.store(out, password);
                KeyFile.writePrivately(file, out.toByteArray());
            }
            SiteCertificates site = new SiteCertificates(store, password, caFile);
            Files.writeString(caFile, pem(site.authority()), StandardCharsets.US_ASCII);
            return site;
        } catch (IOException e) {
            throw new KeyFault(KeyCode.UNREADABLE, Map.of("file", file), e);
        } catch (GeneralSecurityException e) {
            throw new KeyFault(KeyCode.NOT_A_KEY, Map.of("file", file), e);
        }
    }

    /** The certificate that devices trust, as a PEM file. */
    public Path caFile() {
        return caFile;
    }

    /** The authority's certificate. */
    public X509Certificate authority() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(AUTHORITY);
    }

    /** The server's key with its certificates, and nothing else: what a TLS server presents. */
    public KeyStore server() throws GeneralSecurityException, IOException {
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setKeyEntry(SERVER, store.getKey(SERVER, password), password, store.getCertificateChain(SERVER));
        return only;
    }

    /** A client certificate for the key of a device, chained to the authority. */
    public X509Certificate issue(DeviceId device, PublicKey key, Instant now) throws GeneralSecurityException {
        Subject subject = new Subject("CN=" + device.text(), key, false, null);
        return sign(subject, authority(), (PrivateKey) store.getKey(AUTHORITY, password), span(now, LIFE));
    }

    private static void fill(KeyStore store, char[] password, Instant now)
            throws GeneralSecurityException, IOException {
        KeyPair ca = newKey();
        Subject root = new Subject("CN=VitaLedger site authority", ca.getPublic(), true, null);
        X509Certificate authority = sign(root, null, ca.getPrivate(), span(now, AUTHORITY_LIFE));
        store.setKeyEntry(AUTHORITY, ca.getPrivate(), password, new Certificate[] {authority});
        KeyPair server = newKey();
        Subject subject = new Subject("CN=localhost", server.getPublic(), false, localNames());
        X509Certificate certificate = sign(subject, authority, ca.getPrivate(), span(now, LIFE));
        store.setKeyEntry(SERVER, server.getPrivate(), password, new Certificate[] {certificate, authority});
    }

    private static GeneralNames localNames() throws IOException {
        String host = InetAddress.getLocalHost().getHostName();
        return new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, host),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        });
    }

    private record Subject(
            String name,
            PublicKey key,
            boolean authority,
            @Nullable GeneralNames names) {}

    private record Span(Date from, Date to) {}

    private static Span span(Instant now, Duration life) {
        // An hour of grace for devices whose clock is behind.
        return new Span(Date.from(now.minus(Duration.ofHours(1))), Date.from(now.plus(life)));
    }

    private static X509Certificate sign(Subject subject, @Nullable X509Certificate issuer, PrivateKey key, Span span)
            throws GeneralSecurityException {
        try {
            X500Name name = new X500Name(subject.name());
            X500Name by = issuer == null
                    ? name
                    : new X500Name(issuer.getSubjectX500Principal().getName());
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(by, serial(), span.from(), span.to(), name, subject.key());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(subject.authority()));
            if (subject.names() != null) {
                builder.addExtension(Extension.subjectAlternativeName, false, subject.names());
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (IOException | OperatorCreationException e) {
            throw new GeneralSecurityException("a certificate of our own can't be made", e);
        }
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom());
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
        return generator.generateKeyPair();
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }
}
