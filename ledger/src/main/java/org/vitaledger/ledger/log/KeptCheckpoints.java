package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalRecord;

/** The checkpoints in the files of a stopped ledger, each checked under a policy. */
final class KeptCheckpoints {
    private final Policy policy;
    private final Signatures signatures;
    private final List<LogFinding> findings = new ArrayList<>();
    private final NavigableMap<Long, Kept> bySize = new TreeMap<>();
    private long count;

    /** A checkpoint that the policy accepts, and where it stands. */
    record Kept(Path file, long offset, Hash root) {}

    private KeptCheckpoints(Policy policy, Signatures signatures) {
        this.policy = policy;
        this.signatures = signatures;
    }

    static KeptCheckpoints read(Path directory, Policy policy, Signatures signatures) {
        KeptCheckpoints kept = new KeptCheckpoints(policy, signatures);
        JournalCheck.Report report = JournalCheck.check(directory, kept::add);
        report.findings().forEach(finding -> kept.findings.add(LogFinding.of(finding, -1)));
        if (kept.count == 0) {
            kept.findings.add(new LogFinding(directory, 0, -1, -1, LogFinding.Kind.NO_CHECKPOINT));
        }
        return kept;
    }

    private void add(Path file, long offset, JournalRecord record) {
        count++;
        try {
            SignedNote note = SignedNote.parse(record.payload());
            if (policy.check(note, signatures) instanceof PolicyCheck.Accepted accepted) {
                Kept here = new Kept(file, offset, accepted.checkpoint().root());
                Kept before = bySize.putIfAbsent(accepted.checkpoint().size(), here);
                if (before != null && !before.root().equals(here.root())) {
                    findings.add(new LogFinding(file, offset, -1, -1, LogFinding.Kind.TWO_ROOTS));
                }
                return;
            }
        } catch (NoteRejected e) {
            // Told below, as one that the policy refuses.
        }
        findings.add(new LogFinding(file, offset, -1, -1, LogFinding.Kind.BAD_CHECKPOINT));
    }

    /** What was found. */
    List<LogFinding> findings() {
        return findings;
    }

    /** How many there are, good or bad. */
    long count() {
        return count;
    }

    /** Those that the policy accepts, by their sizes. */
    NavigableMap<Long, Kept> bySize() {
        return bySize;
    }
}
