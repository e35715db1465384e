package org.vitaledger.ledger.follow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.remote.RemoteFault;
import org.vitaledger.ledger.remote.RemoteLog;

/**
 * Watches a log from outside, round by round: that each checkpoint fulfils the policy, that the log only grows, that it
 * has the entries that its root says, and that other servers of the log, the members', show the same history. For one
 * thread.
 */
public final class Follower {
    private final RemoteLog log;
    private final List<RemoteLog> peers;
    private final Policy policy;
    private final Signatures signatures;
    private final FollowState state;
    private final List<Finding> findings = new ArrayList<>();

    /** Whose signatures count, and what verifies them. */
    public record Trust(Policy policy, Signatures signatures) {}

    /** What a server showed. */
    private record Sighting(RemoteLog server, SignedCheckpoint signed) {
        long size() {
            return signed.checkpoint().size();
        }
    }

    /**
     * @param log the log that is followed
     * @param peers other servers of the same log
     */
    public Follower(RemoteLog log, List<RemoteLog> peers, Trust trust, FollowState state) {
        this.log = log;
        this.peers = List.copyOf(peers);
        this.policy = trust.policy();
        this.signatures = trust.signatures();
        this.state = state;
    }

    /**
     * Looks once. Whatever servers do is a finding; what is verified is kept durably, and nothing is once a breach is
     * found.
     *
     * @throws FollowFault if the follower's own files can't be used
     */
    public Round round() {
        findings.clear();
        Optional<SignedCheckpoint> last = state.last(policy, signatures);
        Optional<Sighting> shown = look(log);
        int agreeing = comparePeers(shown);
        Optional<SignedCheckpoint> verified = shown.filter(sighting -> grew(last, sighting))
                .map(Sighting::signed)
                .filter(SignedCheckpoint::accepted);
        long before = last.map(signed -> signed.checkpoint().size()).orElse(0L);
        boolean whole = verified.isPresent()
                && findings.stream().noneMatch(finding -> finding.evidence().isPresent())
                && entriesVerify(before, verified.get().checkpoint());
        if (whole) {
            state.keep(verified.get());
        }
        Optional<Checkpoint> now = (whole ? verified : last).map(SignedCheckpoint::checkpoint);
        long added = now.map(Checkpoint::size).orElse(0L) - before;
        return new Round(now, added, agreeing, findings);
    }

    /** What {@code server} shows, if its log signed it; a finding if it is not accepted. */
    private Optional<Sighting> look(RemoteLog server) {
        try {
            SignedNote note = server.checkpoint();
            PolicyCheck check = policy.check(note, signatures);
            if (check instanceof PolicyCheck.Refused refused) {
                findings.add(Finding.of(Finding.Kind.REFUSED, server.address(), refused.detail()));
            }
            return SignedCheckpoint.of(note, policy, check).map(signed -> new Sighting(server, signed));
        } catch (RemoteFault e) {
            findings.add(found(server, e));
            return Optional.empty();
        }
    }

    /** Whether what the log shows now grew from what was verified last, or is the same. */
    private boolean grew(Optional<SignedCheckpoint> last, Sighting shown) {
        if (last.isEmpty()) {
            return true;
        }
        Sighting before = new Sighting(log, last.get());
        if (shown.size() >= before.size()) {
            return agree(before, shown);
        }
        String sizes = before.size() + " before, " + shown.size() + " now";
        findings.add(Finding.of(Finding.Kind.BEHIND, log.address(), sizes));
        try {
            if (compare(shown, before) instanceof Comparison.Irreconcilable(var breach)) {
                findings.add(irreconcilable(breach, shown, before));
            }
        } catch (RemoteFault e) {
            // Nobody has the tiles of the larger tree any more; that the log is behind is told already.
        }
        return false;
    }

    /**
     * Compares what all servers show with the largest that the policy accepts, for whoever holds one key of the log can
     * show any size; tells how many peers agree. Where nothing is accepted, there is nothing to compare with.
     */
    private int comparePeers(Optional<Sighting> shown) {
        List<Sighting> all = new ArrayList<>();
        shown.ifPresent(all::add);
        peers.forEach(peer -> look(peer).ifPresent(all::add));
        Optional<Sighting> largest = all.stream()
                .filter(sighting -> sighting.signed().accepted())
                .max(Comparator.comparingLong(Sighting::size));
        if (largest.isEmpty()) {
            return 0;
        }
        Sighting most = largest.get();
        int agreeing = 0;
        for (Sighting sighting : all) {
            boolean agrees = sighting.equals(most)
                    || (sighting.size() <= most.size() ? agree(sighting, most) : agree(most, sighting));
            agreeing +=
                    agrees && sighting.signed().accepted() && !sighting.server().equals(log) ? 1 : 0;
        }
        return agreeing;
    }

    /** Whether both can be of one log; a finding if not. */
    private boolean agree(Sighting smaller, Sighting larger) {
        try {
            return switch (compare(smaller, larger)) {
                case Comparison.Consistent() -> true;
                case Comparison.Unproved() -> {
                    findings.add(mismatch(larger.server(), "growth from " + smaller.size() + " to " + larger.size()));
                    yield false;
                }
                case Comparison.Irreconcilable(var breach) -> {
                    findings.add(irreconcilable(breach, smaller, larger));
                    yield false;
                }
            };
        } catch (RemoteFault e) {
            findings.add(found(larger.server(), e));
            return false;
        }
    }

    /**
     * Compares with the tiles of the larger one's server and, where those lead nowhere, with those of the others: a proof
     * is a proof, wherever its hashes come from.
     */
    private Comparison compare(Sighting smaller, Sighting larger) {
        Set<RemoteLog> sources = new LinkedHashSet<>(List.of(larger.server(), log));
        sources.addAll(peers);
        RemoteFault first = null;
        for (RemoteLog source : sources) {
            try {
                Comparison found = Comparison.of(smaller.signed(), larger.signed(), source.tree(larger.size()));
                if (!(found instanceof Comparison.Unproved)) {
                    return found;
                }
            } catch (RemoteFault e) {
                first = first == null && source.equals(larger.server()) ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return new Comparison.Unproved();
    }

    private Finding irreconcilable(Breach breach, Sighting smaller, Sighting larger) {
        String server = smaller.server().address();
        String where = "sizes " + smaller.size() + " and " + larger.size() + ", the latter at "
                + larger.server().address();
        return switch (new BreachCheck(policy, signatures).verdict(breach)) {
            case BreachVerdict.Proved(var kind, var _, var _, var signers) ->
                new Finding(
                        Finding.Kind.BREACH,
                        server,
                        kind + ", " + where + ", signed by " + String.join(", ", signers),
                        Optional.of(breach));
            case BreachVerdict.Refuted _ -> Finding.of(Finding.Kind.CONTRADICTION, server, where);
        };
    }

    /** Reads the entries from {@code verified} on and checks that with them the tree has the root that was signed. */
    private boolean entriesVerify(long verified, Checkpoint checkpoint) {
        try {
            CompactRange range = CompactRange.at(verified, log.tree(checkpoint.size()));
            while (range.size() < checkpoint.size()) {
                long bundle = range.size() / TileAddress.FULL;
                int width = TileAddress.available(TileAddress.ENTRIES, bundle, checkpoint.size());
                List<Bytes> entries = log.entries(TileAddress.entries(bundle, width));
                int known = (int) (range.size() % TileAddress.FULL);
                entries.subList(known, width).forEach(entry -> range.append(TreeHash.leaf(entry)));
            }
            if (range.root().equals(checkpoint.root())) {
                return true;
            }
            findings.add(mismatch(log, "entries from " + verified + " to " + checkpoint.size()));
        } catch (RemoteFault e) {
            findings.add(found(log, e));
        }
        return false;
    }

    private static Finding mismatch(RemoteLog server, String detail) {
        return Finding.of(Finding.Kind.MISMATCH, server.address(), detail);
    }

    private static Finding found(RemoteLog server, RemoteFault fault) {
        Finding.Kind kind = switch (fault.kind()) {
            case UNREACHABLE, TOO_SLOW -> Finding.Kind.UNREACHABLE;
            case TOO_LARGE, REFUSED, MALFORMED -> Finding.Kind.MALFORMED;
        };
        return Finding.of(kind, server.address(), String.valueOf(fault.getMessage()));
    }
}
