package org.vitaledger.ledger.hashgraph;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.Member;

/**
 * What a member tells the others of itself. The ledger lists its keys and the hash of all else, so that whoever has another
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
     * @param host a name or an IPv4 address
     * @param port 1 to 65535
     */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public Card {
        byte[] reach = new CborWriter()
                .writeArray(5)
                .writeText(member.id().text())
                .writeText(gossip.toString())
                .writeBytes(gossipCertificate)
                .writeText(endpoint.toString())
                .writeBytes(tlsCertificate)
                .toArray();
        member = member.withCard(Hash.sha256(reach));
    }

    private boolean isOfSameMember(Card other) {
        return member.id().equals(other.member.id());
    }

    /** Whether both can be in one network: different ones of a member, or of members with certificates of their own. */
    boolean isBeside(Card other) {
        return isOfSameMember(other)
                ? !equals(other)
                : !gossipCertificate.equals(other.gossipCertificate) && !tlsCertificate.equals(other.tlsCertificate);
    }
}
