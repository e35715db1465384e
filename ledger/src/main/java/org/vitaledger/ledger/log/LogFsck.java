package org.vitaledger.ledger.log;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.store.LogStore;
import org.vitaledger.ledger.store.StoreMark;

/**
 * Checks the files of a stopped {@link BlockLog}, changes nothing, and names everything that differs: each block is
 * applied again by the contracts, each entry hashed again, each kept checkpoint's signatures and root checked, and what
 * was written down of the state compared.
 */
public final class LogFsck {
    private LogFsck() {}

    /**
     * What a check saw.
     *
     * @param findings everything that is not as it should be, the checkpoints' first
     * @param blocks how many valid blocks there are
     * @param entries how many entries they hold
     * @param checkpoints how many checkpoints are kept
     * @param root the RFC 9162 root over the entries, up to the first that is missing
     */
    public record Report(List<LogFinding> findings, long blocks, long entries, long checkpoints, Hash root) {
        public Report {
            findings = List.copyOf(findings);
        }

        /** Whether there is nothing but a write that a crash cut short, which opening the ledger removes. */
        public boolean acceptable() {
            return findings.stream().allMatch(finding -> finding.kind() == LogFinding.Kind.TORN_TAIL);
        }
    }

    /**
     * How to check.
     *
     * @param trusted what need not be derived again: of the entries up to this checkpoint only the root and, by its last
     *     block, the state are compared, not what the contracts say of each; and of kept checkpoints before it the roots,
     *     not the signatures
     * @param progress is told, now and then, how many entries were checked so far
     */
    public record Options(Optional<Checkpoint> trusted, LongConsumer progress) {
        boolean trusts(long size) {
            return trusted.isPresent() && size <= trusted.get().size();
        }

        boolean endsTrust(long size) {
            return trusted.isPresent() && size == trusted.get().size();
        }

        boolean isOf(Hash root) {
            return trusted.isPresent() && root.equals(trusted.get().root());
        }
    }

    /** As {@link #check(Path, Policy, Signatures, Options)}, from the first entry on. */
    public static Report check(Path directory, Policy policy, Signatures signatures, LongConsumer progress) {
        return check(directory, policy, signatures, new Options(Optional.empty(), progress));
    }

    /**
     * Checks the ledger in {@code directory}.
     *
     * @param policy whom its checkpoints must be signed by
     * @throws org.vitaledger.ledger.SubmitFault of kind OLD_SOFTWARE if a block is made by rules that this software lacks
     * @throws JournalFault of kind IN_USE if the ledger is not stopped, READ_FAILED
     */
    public static Report check(Path directory, Policy policy, Signatures signatures, Options options) {
        KeptCheckpoints checkpoints =
                KeptCheckpoints.read(BlockLog.checkpoints(directory), policy, signatures, options);
        Path state = BlockLog.state(directory);
        Optional<LogStore> store = Files.isDirectory(state) ? LogStore.openToCheck(state) : Optional.empty();
        try {
            Optional<StoreMark> mark = store.flatMap(LogStore::mark);
            LogWalk walk = LogWalk.over(
                    BlockLog.entries(directory),
                    checkpoints,
                    mark.map(StoreMark::height).orElse(0L),
                    options);
            List<LogFinding> findings = new ArrayList<>(checkpoints.findings());
            findings.addAll(walk.findings());
            // Where the log itself differs, its state does.
            boolean differs = store.isEmpty() ? Files.isDirectory(state) : mark.isPresent() && !isOf(store.get(), walk);
            if (differs && findings.isEmpty()) {
                findings.add(new LogFinding(
                        state, 0, mark.map(StoreMark::height).orElse(-1L), -1, LogFinding.Kind.OTHER_STATE));
            }
            return new Report(findings, walk.blocks(), walk.entries(), checkpoints.count(), walk.root());
        } finally {
            store.ifPresent(LogStore::close);
        }
    }

    private static boolean isOf(LogStore store, LogWalk walk) {
        try {
            return walk.stateRoot().filter(store.map().map().root()::equals).isPresent()
                    && store.map().map().isWhole();
        } catch (SubmitFault _) {
            return false;
        }
    }
}
