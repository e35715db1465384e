package org.vitaledger.edge.mqtt;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.vitaledger.core.value.DeviceId;

/** The device that a client certificate names: the common name of its subject is the device id in hexadecimal. */
final class ClientCertificate {
    private ClientCertificate() {}

    /** The device, if the client presented a certificate (which the handshake has verified) that names one. */
    static Optional<ClientIdentity> identity(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate certificate
                    ? device(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private static Optional<ClientIdentity> device(X509Certificate certificate) {
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            return subject.getRdns().stream()
                    .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                    .map(Rdn::getValue)
                    .findFirst()
                    .flatMap(value -> parse(value.toString()));
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static Optional<ClientIdentity> parse(String commonName) {
        try {
            return Optional.of(new ClientIdentity.DeviceClient(DeviceId.parse(commonName)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
