package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.FrozenState;
import org.vitaledger.ledger.hashgraph.peer.HandoverPack;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.BlockLog;

/**
 * What a member does before it takes part: it fetches what the others have as final, one roster after the other, because the
 * engine knows only one; then it knows who orders, and has the engine begin with that roster.
 */
final class Joining {
    private static final Logger LOG = System.getLogger(Joining.class.getName());

    private final Path directory;
    private final Cards cards;
    private final HashgraphKeys keys;
    private final BlockLog log;
    private final Signatures signatures;

    Joining(Path directory, Cards cards, HashgraphKeys keys, BlockLog log) {
        this.directory = directory;
        this.cards = cards;
        this.keys = keys;
        this.log = log;
        this.signatures = keys.signatures();
    }

    /**
     * What came of it.
     *
     * @param membership who orders
     * @param keys what we sign with among them
     */
    record Joined(Membership membership, MemberKeys keys) {}

    /** A step with one of the others. */
    private interface Step<T> {
        Optional<T> with(PeerClient peer) throws IOException, InterruptedException;
    }

    /**
     * Makes everything ready.
     *
     * @throws SubmitFault of kind NO_CARD, NOT_IN_ROSTER or OTHER_KEYS; or DAMAGED if what was fetched is not what our
     *     contracts make
     */
    Joined run() throws IOException {
        Membership before = Membership.after(log.head(), cards);
        while (fetch(before)) {
            before = Membership.after(log.head(), cards);
        }
        Membership now = Membership.after(log.head(), cards);
        MemberKeys own = own(now);
        log.use(own.ledger());
        beginEngine(now);
        return new Joined(now, own);
    }

    /** True if what was fetched ended with the last block of a roster, so that there may be more. */
    private boolean fetch(Membership known) {
        long height = log.head().height();
        ask(known, peer -> {
            for (Policy policy : policies(known)) {
                try {
                    new CatchUp(log, policy, signatures, peer).toFinal();
                } catch (CatchUp.WrongAnswer e) {
                    LOG.log(Level.DEBUG, "A member''s checkpoint is of another roster: {0}", e.getMessage());
                }
            }
            return Optional.empty();
        });
        long next = known.roster() + 1;
        ask(known, peer -> {
            Optional<HandoverPack> pack = peer.handover(next);
            if (pack.isPresent()) {
                new CatchUp(log, known.policy(), signatures, peer).to(pack.get().note());
            }
            return pack;
        });
        return log.head().height() > height
                && Membership.after(log.head(), cards).roster() > known.roster();
    }

    /**
     * Who has no log yet can't know who orders: all of the configuration, or all but itself if it is new; by their first cards
     * or their newest.
     */
    private List<Policy> policies(Membership known) {
        if (log.head().size() > 0 || cards.founders().nodes().size() == 1) {
            return List.of(known.policy());
        }
        return List.of(known.policy(), others(cards.roster()), cards.newest().policy(), others(cards.newest()));
    }

    private Policy others(Roster all) {
        List<Member> others = all.members().stream()
                .filter(member -> !member.id().equals(keys.member()))
                .toList();
        return new Roster(cards.log(), others).policy();
    }

    /** What the first has who has something; empty if nobody has, or can be reached. */
    private <T> Optional<T> ask(Membership known, Step<T> step) {
        try (Peers peers =
                new Peers(known.network(), cards, keys.member(), shown(known).tls(), log, _ -> {})) {
            for (PeerClient peer : peers.clients()) {
                Optional<T> answer = ask(peer, step);
                if (answer.isPresent()) {
                    return answer;
                }
            }
            return Optional.empty();
        }
    }

    private static <T> Optional<T> ask(PeerClient peer, Step<T> step) {
        try {
            return step.with(peer);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "A member can''t be asked: {0}", e.getMessage());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching blocks", e);
        }
    }

    /** Our keys as far as we know: who is not listed yet, or was by another card, has that of its newest card. */
    private MemberKeys shown(Membership known) {
        Optional<MemberKeys> listed =
                known.network().of(keys.member()).map(Network.Node::card).flatMap(keys::of);
        return listed.or(() -> keys.of(cards.of(keys.member()).getLast())).orElseThrow(this::otherKeys);
    }

    private MemberKeys own(Membership now) {
        Network.Node listed = now.network()
                .of(keys.member())
                .orElseThrow(() -> new SubmitFault(SubmitFault.Kind.NOT_IN_ROSTER, who(), null));
        return keys.of(listed.card()).orElseThrow(this::otherKeys);
    }

    private SubmitFault otherKeys() {
        return new SubmitFault(SubmitFault.Kind.OTHER_KEYS, who(), null);
    }

    private Map<String, String> who() {
        return Map.of("member", keys.member().text());
    }

    /** An engine of an earlier roster may still have to freeze with the others'; once those have, ours is of no use. */
    private void beginEngine(Membership now) throws IOException {
        long engine = Handover.engineRoster(directory);
        if (engine >= now.roster() || now.roster() == 1) {
            return;
        }
        Optional<HandoverPack> pack = ask(now, peer -> peer.handover(now.roster()));
        boolean over = log.head().height() >= now.fromHeight();
        if (pack.isPresent() || over) {
            delete(Handover.engine(directory));
        }
        if (pack.isPresent()) {
            long node = now.network().of(keys.member()).orElseThrow().id();
            FrozenState.unpack(pack.get().state(), Handover.engine(directory), node);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
