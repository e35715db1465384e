package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.Join;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.Engine;
import org.vitaledger.ledger.hashgraph.engine.EngineNode;
import org.vitaledger.ledger.hashgraph.engine.EngineOptions;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.peer.MemberEndpoint;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

/**
 * One member's part of a consortium's ledger. Everything that it tells is final: snapshot, followers and receipts speak only
 * of blocks whose checkpoint more than two thirds of the members cosigned. While they can't be reached nothing becomes
 * final, and commands wait. One per process, because the engine has static state, and stops the process when it gives up:
 * run it under a supervisor.
 */
public final class HashgraphLedger implements Ledger {
    private static final long TICK_MILLIS = 100;
    private static final long BUSY_MILLIS = 10;
    /** How long a vote waits for a proposal that another member has already. */
    private static final int LAG_TICKS = 50;

    private final MemberKeys keys;
    private final HashgraphOptions options;
    private final BlockLog log;
    private final Submissions submissions;
    private final Halt halt;
    private final Finality finality;
    private final Peers peers;
    private final Quiescence quiescence;
    private final Cosigner cosigner;
    private final Told told;
    private final Ordering ordering;
    private final Path directory;
    private final Supplier<Cards> cards;
    private final Membership membership;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;
    private @Nullable MemberEndpoint endpoint;
    private volatile @Nullable Engine engine;

    private HashgraphLedger(
            Path directory,
            Supplier<Cards> cards,
            Membership membership,
            MemberKeys keys,
            HashgraphOptions options,
            BlockLog log) {
        Signatures signatures = keys.ledger().log().signatures();
        this.directory = directory;
        this.cards = cards;
        this.membership = membership;
        Network network = membership.network();
        this.keys = keys;
        this.options = options;
        long node = node().id();
        this.log = log;
        this.submissions = new Submissions(options.waiting(), options.window(), options.resubmitAfter());
        this.halt = new Halt(this::halted);
        this.finality = new Finality(network, log, signatures, directory, halt, submissions::finalUpTo);
        this.peers = new Peers(network, cards.get(), member(), keys.tls(), log, this::accept);
        this.told = new Told(halt, node, this::accept);
        this.quiescence = new Quiescence(submissions::unordered, options.quietAfter(), System::nanoTime);
        this.cosigner = new Cosigner(log, halt, this::cosigned);
        Handover handover = new Handover(membership, log, halt, directory, node);
        this.ordering =
                new Ordering(handover, member(), log, signatures, submissions, quiescence, peers, halt, this::grown);
    }

    /**
     * Opens the ledger in {@code directory}, which is made if absent, in the name of the member whose keys these are.
     * Replays and checks the whole log first, and fetches what others have as final as far as they can be reached. If the
     * log lacks what the engine's state says was agreed, waits for a member to fetch it from.
     *
     * @param cards reads the network configuration, which members are added to while the ledger is open
     * @throws IllegalArgumentException if the keys are of no member of the configuration
     * @throws SubmitFault of kind DAMAGED, OLD_SOFTWARE, BEHIND_CHECKPOINT, OTHER_KEYS, NO_CARD or NOT_IN_ROSTER
     * @throws JournalFault if the files are in use, damaged or can't be read
     * @throws UncheckedIOException if the endpoint's address can't be listened on, or the engine can't use its files
     */
    public static HashgraphLedger open(
            Path directory, Supplier<Cards> cards, HashgraphKeys keys, HashgraphOptions options) {
        Cards all = cards.get();
        boolean isKnown = all.log().equals(keys.ledger().getFirst().log().verifierKey())
                && all.of(keys.member()).stream().anyMatch(card -> keys.of(card).isPresent());
        if (!isKnown) {
            throw new IllegalArgumentException("the keys are of no member of the network");
        }
        Optional<SignedNote> kept = Finality.kept(directory);
        long from = kept.map(HashgraphLedger::size).orElse(0L);
        BlockLog log = BlockLog.openReplica(directory, keys.ledger(), options.journals(), from);
        HashgraphLedger ledger;
        try {
            Joining.Joined joined = new Joining(directory, all, keys, log).run();
            ledger = new HashgraphLedger(directory, cards, joined.membership(), joined.keys(), options, log);
        } catch (IOException e) {
            log.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
        try {
            kept.ifPresent(ledger.finality::accept);
            ledger.start(directory);
            return ledger;
        } catch (IOException e) {
            ledger.release();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            ledger.release();
            throw e;
        }
    }

    private Network.Node node() {
        return membership.network().of(member()).orElseThrow();
    }

    private void halted(SubmitFault fault) {
        submissions.fail(fault);
        if (fault.code() == SubmitFault.Kind.ROSTER_CHANGED) {
            options.again().run();
        }
    }

    private static long size(SignedNote note) {
        try {
            return Checkpoint.parse(note.text()).size();
        } catch (NoteRejected e) {
            return 0;
        }
    }

    private void start(Path directory) throws IOException {
        Network network = membership.network();
        Network.Node node = node();
        Cards known = cards.get();
        List<Bytes> pinned = network.nodes().stream()
                .flatMap(each -> known.tlsCertificates(each.member().id()).stream())
                .toList();
        InetSocketAddress address =
                new InetSocketAddress(options.bind(), node.card().endpoint().port());
        endpoint = MemberEndpoint.open(address, keys.tls(), pinned, new Desk());
        run("ledger-cosigner", cosigner);
        run("ledger-finality", told);
        peers.start();
        List<EngineNode> nodes = network.nodes().stream()
                .map(each -> new EngineNode(
                        each.id(),
                        each.card().gossip().host(),
                        each.card().gossip().port(),
                        each.card().gossipCertificate()))
                .toList();
        EngineOptions engineOptions = new EngineOptions(
                Handover.engine(directory),
                node.id(),
                nodes,
                membership.roster(),
                keys.gossip(),
                options.bind(),
                options.eventsPerSecond(),
                Ticket.MAX_SIZE);
        Engine started = Engine.start(engineOptions, ordering, told::add);
        engine = started;
        run("ledger-submit", () -> feed(started));
        run(
                "ledger-roster",
                new Overtaken(started::status, membership, keys.ledger().log().signatures(), peers, halt));
        run("ledger-rest", () -> {
            while (!halt.closedWithin(TICK_MILLIS)) {
                submissions.resubmitOverdue();
                quiescence.step(started);
            }
        });
    }

    private void run(String name, Runnable loop) {
        threads.add(Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                loop.run();
            } catch (RuntimeException | Error e) {
                halt.because(e);
                throw e;
            }
        }));
    }

    private void feed(Engine to) {
        while (!halt.isClosed()) {
            submissions.first(TICK_MILLIS).ifPresent(ticket -> {
                if (to.offer(ticket)) {
                    submissions.taken(ticket);
                } else {
                    halt.closedWithin(BUSY_MILLIS);
                }
            });
        }
    }

    private void accept(SignedNote note) {
        try {
            finality.accept(note);
        } catch (RuntimeException | Error e) {
            halt.because(e);
            throw e;
        }
    }

    private void cosigned(SignedNote note) {
        finality.own(keys.ledger().member(), note);
        Engine running = engine;
        if (running != null) {
            running.tell(Bytes.of(note.encode()));
        }
    }

    private void grown() {
        finality.grown();
        cosigner.wake();
    }

    @Override
    public MemberId member() {
        return keys.ledger().member().id();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the command's entry would be longer than {@link Entry#MAX_SIZE}
     * @throws SubmitFault of kind UNSUPPORTED if it proposes or approves a version of the contracts that is not there, of kind
     *     NO_CARD if it does so with a member that the network configuration doesn't have
     */
    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        Submission submission = Submission.of(member(), command).requireFits();
        log.requireSupported(command);
        for (int tick = 0; tick < LAG_TICKS && Approvals.isAheadOf(log.head(), command); tick++) {
            if (halt.closedWithin(TICK_MILLIS)) {
                break;
            }
        }
        Approvals.require(command, log.head(), cards);
        return submissions.add(id -> new Ticket(id, submission).encode(), this::check);
    }

    private void check() {
        halt.check();
        if (closing) {
            throw new SubmitFault(SubmitFault.Kind.CLOSED, Map.of(), null);
        }
    }

    /** Who orders, as this process was started with; a change starts it again. */
    public Roster roster() {
        return membership.network().roster();
    }

    /** {@inheritDoc} Only what is final: before the first final block, and until it is found again, that is nothing. */
    @Override
    public Snapshot snapshot() {
        return log.shown();
    }

    @Override
    public Following follow(long height, Consumer<Block> follower) {
        return log.follow(height, follower);
    }

    @Override
    public LogReader log() {
        return log.reader();
    }

    /** What stopped the ledger, so that it has to start again, or why the state is not written down; empty if all is well. */
    public Optional<SubmitFault> fault() {
        return halt.fault().or(log::stateFault);
    }

    /** What was measured so far. */
    public HashgraphFigures figures() {
        Snapshot head = log.head();
        Engine running = engine;
        return new HashgraphFigures(
                head.height(),
                head.size(),
                snapshot().size(),
                running == null ? EngineStatus.STARTING : running.status(),
                running == null ? 0 : running.round(),
                submissions.waiting(),
                ordering.rubbish() + (running == null ? 0 : running.rubbish()));
    }

    /** {@inheritDoc} Receipts that don't come within the time of the options fail with a fault of kind CLOSED. */
    @Override
    public void close() {
        closing = true;
        Duration patience = halt.isHalted() ? Duration.ZERO : options.closeWithin();
        if (!submissions.awaitNone(patience)) {
            submissions.fail(new SubmitFault(SubmitFault.Kind.CLOSED, Map.of(), null));
        }
        release();
    }

    private void release() {
        halt.close();
        cosigner.wake();
        peers.close();
        if (endpoint != null) {
            endpoint.close();
        }
        if (engine != null) {
            engine.close();
        }
        Join.uninterruptibly(threads, log::close);
    }

    private final class Desk implements MemberEndpoint.Desk {
        @Override
        public List<SignedNote> newest() {
            List<SignedNote> notes = new ArrayList<>();
            finality.newest().ifPresent(notes::add);
            cosigner.last().ifPresent(notes::add);
            return notes;
        }

        @Override
        public Optional<SignedNote> checkpoint() {
            return finality.newest();
        }

        @Override
        public LogReader log() {
            return log.written();
        }

        @Override
        public Optional<byte[]> handover(long roster) {
            return Handover.pack(directory, roster);
        }
    }
}
