package org.vitaledger.ledger.follow;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.note.Checkpoint;

/**
 * What one look at the servers came to.
 *
 * @param verified the last checkpoint that was verified, in this round or an earlier one; empty before the first
 * @param newEntries how many entries were read and verified in this round
 * @param peers how many peers showed a checkpoint that agrees with the log's
 * @param findings what is wrong
 */
public record Round(Optional<Checkpoint> verified, long newEntries, int peers, List<Finding> findings) {
    public Round {
        findings = List.copyOf(findings);
    }

    /** Proof that the log broke its promise, if this round found any. */
    public Optional<Breach> breach() {
        return findings.stream().flatMap(finding -> finding.evidence().stream()).findFirst();
    }
}
