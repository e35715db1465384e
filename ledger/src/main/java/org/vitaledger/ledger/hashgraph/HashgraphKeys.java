package org.vitaledger.ledger.hashgraph;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.LedgerKeys;

/**
 * The secrets of a member, former ones and coming ones too: which of all hold is the ledger's to say. Of each kind one at
 * least, the newest last.
 *
 * @param ledger sign and cosign checkpoints; the log's key is the same at every member, and proves nothing alone
 * @param gossip sign the events of the consensus engine
 * @param tls authenticate the member to the others
 */
public record HashgraphKeys(List<LedgerKeys> ledger, List<CertifiedKey> gossip, List<CertifiedKey> tls) {
    public HashgraphKeys {
        ledger = List.copyOf(ledger);
        gossip = List.copyOf(gossip);
        tls = List.copyOf(tls);
    }

    /** Whose they are. */
    MemberId member() {
        return ledger.getFirst().member().id();
    }

    Signatures signatures() {
        return ledger.getFirst().log().signatures();
    }

    /** The keys of a card; empty if one of them is not there. */
    Optional<MemberKeys> of(Card card) {
        Member listed = card.member();
        return ledger.stream()
                .filter(keys -> keys.member().ed25519().equals(listed.ed25519())
                        && keys.member().mlDsa44().equals(listed.mlDsa44()))
                .findFirst()
                .flatMap(keys -> of(gossip, card.gossipCertificate())
                        .flatMap(signs ->
                                of(tls, card.tlsCertificate()).map(shows -> new MemberKeys(keys, signs, shows))));
    }

    private static Optional<CertifiedKey> of(List<CertifiedKey> keys, Bytes certificate) {
        return keys.stream().filter(key -> key.der().equals(certificate)).findFirst();
    }
}
