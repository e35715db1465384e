package org.vitaledger.ledger.hashgraph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.LedgerKeys;

/**
 * The secrets of a member.
 *
 * @param ledger signs and cosigns checkpoints; the log's key is the same at every member, and proves nothing alone
 * @param others former keys and coming ones: which of all hold is the ledger's to say
 * @param gossip signs the events of the consensus engine
 * @param tls authenticates the member to the others
 */
public record HashgraphKeys(LedgerKeys ledger, List<LedgerKeys> others, CertifiedKey gossip, CertifiedKey tls) {
    public HashgraphKeys {
        others = List.copyOf(others);
    }

    /** The keys that sign checkpoints, formerly, now and in future. */
    List<LedgerKeys> all() {
        List<LedgerKeys> all = new ArrayList<>();
        all.add(ledger);
        all.addAll(others);
        return all;
    }

    /** These keys as the member that the ledger knows as {@code listed} uses them; empty if it has other keys. */
    Optional<HashgraphKeys> of(Member listed) {
        return all().stream()
                .filter(each -> each.member().equals(listed))
                .findFirst()
                .map(each -> new HashgraphKeys(
                        each,
                        all().stream().filter(other -> !other.equals(each)).toList(),
                        gossip,
                        tls));
    }
}
