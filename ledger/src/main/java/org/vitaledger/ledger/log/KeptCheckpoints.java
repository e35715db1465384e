package org.vitaledger.ledger.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalRecord;

/** The checkpoints in the files of a stopped ledger, each checked under a policy. */
final class KeptCheckpoints {
    private static final int AT_A_TIME = 1024;

    private final Policy policy;
    private final Signatures signatures;
    private final LogFsck.Options options;
    private final List<LogFinding> findings = new ArrayList<>();
    private final NavigableMap<Long, Kept> bySize = new TreeMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long count;

    /** A checkpoint that the policy accepts, and where it stands. */
    record Kept(Path file, long offset, Hash root) {}

    private record Waiting(Path file, long offset, byte[] note) {}

    private KeptCheckpoints(Policy policy, Signatures signatures, LogFsck.Options options) {
        this.policy = policy;
        this.signatures = signatures;
        this.options = options;
    }

    /** The signatures of those before the trusted one are not verified again. */
    static KeptCheckpoints read(Path directory, Policy policy, Signatures signatures, LogFsck.Options options) {
        KeptCheckpoints kept = new KeptCheckpoints(policy, signatures, options);
        JournalCheck.Report report = JournalCheck.check(directory, kept::add);
        kept.judgeWaiting();
        report.findings().forEach(finding -> kept.findings.add(LogFinding.of(finding, -1)));
        if (kept.count == 0) {
            kept.findings.add(new LogFinding(directory, 0, -1, -1, LogFinding.Kind.NO_CHECKPOINT));
        }
        return kept;
    }

    private void add(Path file, long offset, JournalRecord record) {
        count++;
        waiting.add(new Waiting(file, offset, record.payload()));
        if (waiting.size() == AT_A_TIME) {
            judgeWaiting();
        }
    }

    /** Signatures are verified on all cores: that is nearly all of the work. */
    private void judgeWaiting() {
        List<Optional<Checkpoint>> judged =
                waiting.parallelStream().map(each -> judge(each.note())).toList();
        for (int i = 0; i < judged.size(); i++) {
            keep(waiting.get(i), judged.get(i));
        }
        waiting.clear();
        // No entry was looked at so far, but that takes its time.
        options.progress().accept(0);
    }

    /** The checkpoint, or empty if it can't be read or the policy refuses it. */
    private Optional<Checkpoint> judge(byte[] note) {
        try {
            SignedNote signed = SignedNote.parse(note);
            if (options.trusted().isPresent()
                    && isBefore(
                            Checkpoint.parse(signed.text()), options.trusted().get())) {
                return Optional.of(Checkpoint.parse(signed.text()));
            }
            return policy.check(signed, signatures) instanceof PolicyCheck.Accepted accepted
                    ? Optional.of(accepted.checkpoint())
                    : Optional.empty();
        } catch (NoteRejected e) {
            return Optional.empty();
        }
    }

    private static boolean isBefore(Checkpoint kept, Checkpoint trusted) {
        return kept.size() < trusted.size() && kept.origin().equals(trusted.origin());
    }

    private void keep(Waiting at, Optional<Checkpoint> checkpoint) {
        if (checkpoint.isEmpty()) {
            findings.add(new LogFinding(at.file(), at.offset(), -1, -1, LogFinding.Kind.BAD_CHECKPOINT));
            return;
        }
        Kept here = new Kept(at.file(), at.offset(), checkpoint.get().root());
        Kept before = bySize.putIfAbsent(checkpoint.get().size(), here);
        if (before != null && !before.root().equals(here.root())) {
            findings.add(new LogFinding(at.file(), at.offset(), -1, -1, LogFinding.Kind.TWO_ROOTS));
        }
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
