package org.vitaledger.api.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalRecord;
import org.vitaledger.journal.RecordCipher;

/**
 * Derives the trees of a stopped node's audit log again from its raw records, changes nothing, and tells what differs from
 * what is anchored and from the index.
 */
public final class AuditCheck {
    private final AuditLog.Setup setup;
    private final RecordCipher cipher;
    private final AuditHead anchored;
    private final Optional<AuditIndex> index;
    private final CompactRange log = new CompactRange();
    private final Map<PatientHandle, CompactRange> trails = new HashMap<>();
    private final List<String> findings = new ArrayList<>();
    private Optional<AuditHead> derived = Optional.empty();

    private AuditCheck(AuditLog.Setup setup, AuditHead anchored, Optional<AuditIndex> index) {
        this.setup = setup;
        this.cipher = setup.cipher();
        this.anchored = anchored;
        this.index = index;
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
     * Checks the audit log in a folder, by itself and against what the ledger says was anchored last.
     *
     * @param setup what the log is made of
     * @param anchored the head on the ledger; the empty one if there is none
     * @throws org.vitaledger.journal.JournalFault if the folder is in use or can't be read
     */
    public static Report check(Path directory, AuditLog.Setup setup, AuditHead anchored) {
        Path records = AuditStore.records(directory);
        if (!Files.isDirectory(records) && anchored.size() == 0) {
            return new Report(0, List.of());
        }
        Optional<AuditIndex> index = AuditIndex.openToCheck(AuditStore.index(directory), new AuditKeys(setup.key()));
        try {
            AuditCheck check = new AuditCheck(setup, anchored, index);
            check.level();
            JournalCheck.Report journal = JournalCheck.check(records, check::visit);
            journal.findings().forEach(finding -> check.findings.add(finding.toString()));
            check.compare(directory);
            return new Report(journal.records(), check.findings);
        } finally {
            index.ifPresent(AuditIndex::close);
        }
    }

    private void visit(Path file, long offset, JournalRecord stored) {
        String where = "audit record at " + file.getFileName() + ":" + offset;
        try {
            AuditIndex.Durable durable = AuditStore.open(cipher, stored);
            AuditRecord record = durable.record();
            CompactRange trail = trails.computeIfAbsent(record.request().patient(), key -> new CompactRange());
            if (record.number() != trail.size() + 1) {
                findings.add(where + " has number " + record.number() + " where " + (trail.size() + 1) + " is next");
            }
            if (!record.member().equals(setup.member())) {
                findings.add(where + " is another member's");
            }
            Hash leaf = TreeHash.leaf(durable.bytes());
            log.append(leaf);
            trail.append(leaf);
            if (log.size() <= indexed() && !index.orElseThrow().holds(log.size() - 1, durable)) {
                findings.add(where + " is not what the index says");
            }
            level();
        } catch (AuditFault e) {
            findings.add(where + " can't be read");
        }
    }

    /** Derives what is to be compared when the log is as long as that. */
    private void level() {
        if (log.size() == anchored.size()) {
            StateMap map = StateMap.EMPTY;
            for (Map.Entry<PatientHandle, CompactRange> each : trails.entrySet()) {
                PatientTrail trail =
                        new PatientTrail(each.getValue().size(), each.getValue().root());
                map = map.with(PatientTrail.key(each.getKey()), trail.encode());
            }
            derived = Optional.of(AuditHead.of(log.size(), log.root(), map.root()));
        }
    }

    /** How many records the index has; it is made again from them if it is missing, and goes on if it has fewer. */
    private long indexed() {
        return index.map(it -> it.mark().size()).orElse(0L);
    }

    private void compare(Path directory) {
        if (derived.isEmpty()) {
            findings.add(directory + ": the audit log has " + log.size() + " records where the ledger counts "
                    + anchored.size());
        } else if (!derived.get().isLevelWith(anchored)) {
            findings.add(
                    directory + ": the first " + anchored.size() + " audit records are not those that were anchored");
        }
        AuditMark.read(directory)
                .ifPresent(mark -> findings.add(directory + ": the audit log is distrusted: "
                        + mark.kind().text()));
        if (index.isPresent() && !index.get().hasNoMore(index.get().mark())) {
            findings.add(AuditStore.index(directory) + ": the index has places that are none of a record");
        }
        if (log.size() < indexed()) {
            findings.add(AuditStore.index(directory) + ": the index has " + indexed() + " records");
        }
    }
}
