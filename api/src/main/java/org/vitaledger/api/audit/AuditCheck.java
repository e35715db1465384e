package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.contract.AuditHead;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.proof.AuditRecord;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalRecord;

/** Re-derives the audit chains of a stopped node from their raw records, changes nothing, and tells what differs. */
public final class AuditCheck {
    private final MemberId member;
    private final Map<PatientHandle, AuditChain> chains = new HashMap<>();
    private final List<String> findings = new ArrayList<>();

    private AuditCheck(MemberId member) {
        this.member = member;
    }

    /**
     * What a check saw.
     *
     * @param records how many valid records there are
     * @param findings everything that differs, each naming its place; no patient data
     */
    public record Report(long records, List<String> findings) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Checks the audit log in a folder, by itself and against the heads that a ledger state holds.
     *
     * @throws org.vitaledger.journal.JournalFault if the folder is in use or can't be read
     */
    public static Report check(Path directory, MemberId member, State state) {
        AuditCheck check = new AuditCheck(member);
        JournalCheck.Report journal = JournalCheck.check(directory, check::visit);
        journal.findings().forEach(finding -> check.findings.add(finding.toString()));
        long gone = 0;
        for (AuditHead head : state.auditHeads(member)) {
            AuditChain chain = check.chains.get(head.patient());
            if (chain == null) {
                gone++;
            } else {
                check.compare(chain, head);
            }
        }
        if (gone > 0) {
            check.findings.add(
                    directory + ": the audit records of " + gone + " patients whom the ledger counts are gone");
        }
        return new Report(journal.records(), check.findings);
    }

    private void visit(JournalRecord stored) {
        try {
            AuditRecord record = AuditRecord.parse(stored.payload());
            AuditChain chain = chains.computeIfAbsent(record.request().patient(), key -> new AuditChain());
            if (record.number() != chain.count() + 1) {
                findings.add("audit record at " + stored.position() + " has number " + record.number() + " where "
                        + (chain.count() + 1) + " is next");
            }
            if (!record.member().equals(member)) {
                findings.add("audit record at " + stored.position() + " is another member's");
            }
            chain.add(Bytes.of(stored.payload()), stored.position());
        } catch (CborRejected | IllegalArgumentException e) {
            findings.add("audit record at " + stored.position() + " can't be read");
        }
    }

    private void compare(AuditChain chain, AuditHead anchored) {
        long count = anchored.count();
        if (count > chain.count()) {
            findings.add("an audit chain has " + chain.count() + " records where the ledger counts " + count);
        } else if (!chain.root(count).equals(anchored.root())) {
            findings.add("an audit chain of " + count + " records has another root than the ledger");
        }
    }
}
