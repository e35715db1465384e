package org.vitaledger.ledger.hashgraph;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.EdECPublicKey;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.Member;

/**
 * What a member tells the others of itself. The ledger lists its keys and the hash of all of it, so that whoever has another
 * card of it finds out before it approves, and all that order reach it by the same.
 *
 * @param member with the keys that cosign, and the hash of this card, which is filled in
 * @param gossip where its engine listens
 * @param gossipCertificate what its engine signs with, DER
 * @param endpoint where it answers the other members
 * @param tlsCertificate what it shows there, and shows when it asks, DER
 */
public record Card(Member member, Address gossip, Bytes gossipCertificate, Address endpoint, Bytes tlsCertificate) {
    /**
     * A host and a port.
     *
     * @param host a name (RFC 1123) or an IPv4 address
     * @param port 1 to 65535
     */
    public record Address(String host, int port) {
        private static final int MOST = 253;
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

        /** @throws IllegalArgumentException if nobody could be reached there */
        public Address {
            if (host.length() > MOST || !HOST.matcher(host).matches() || !isInUris(host)) {
                throw new IllegalArgumentException(
                        "a host is a name of letters, digits, hyphens and dots, or an IPv4 address");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("a port is from 1 to 65535");
            }
        }

        private static boolean isInUris(String host) {
            try {
                return host.equals(new URI("https://" + host + ":1/").getHost());
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** @throws IllegalArgumentException if a certificate is none of an Ed25519 key */
    public Card {
        subject(tlsCertificate);
        subject(gossipCertificate);
        byte[] all = new CborWriter()
                .writeArray(7)
                .writeText(member.id().text())
                .writeBytes(member.ed25519().raw())
                .writeBytes(member.mlDsa44().raw())
                .writeText(gossip.toString())
                .writeBytes(gossipCertificate)
                .writeText(endpoint.toString())
                .writeBytes(tlsCertificate)
                .toArray();
        member = member.withCard(Hash.sha256(all));
    }

    private static X500Principal subject(Bytes der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der.toArray()));
            if (certificate.getPublicKey() instanceof EdECPublicKey
                    && Bytes.of(certificate.getEncoded()).equals(der)) {
                return certificate.getSubjectX500Principal();
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a card has X.509 certificates", e);
        }
        throw new IllegalArgumentException("a card's certificates are of Ed25519 keys, and nothing follows them");
    }

    private boolean isOfSameMember(Card other) {
        return member.id().equals(other.member.id());
    }

    /**
     * Whether both can be in one network: different ones of a member, or of members with certificates of their own. The engine
     * knows its certificates by their names, too.
     */
    boolean isBeside(Card other) {
        return isOfSameMember(other)
                ? !equals(other)
                : !subject(gossipCertificate).equals(subject(other.gossipCertificate))
                        && !tlsCertificate.equals(other.tlsCertificate);
    }
}
