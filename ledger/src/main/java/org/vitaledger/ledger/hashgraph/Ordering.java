package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.Application;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.engine.Payload;
import org.vitaledger.ledger.hashgraph.engine.Position;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

/**
 * Makes blocks of rounds. The engine's state tells where in the log a round starts: at the end of our log it is new; before,
 * it was applied already, by an earlier run of this process or by another member that we fetched it from, and is only
 * compared; behind, we lack blocks and fetch them. What can't be right halts the ledger, and the engine with it: a halted
 * member signs nothing.
 */
final class Ordering implements Application {
    private static final Logger LOG = System.getLogger(Ordering.class.getName());

    /** A round is cut into blocks of at most so many commands, and so many bytes of them; the same at every member. */
    private static final int BLOCK_COMMANDS = 4_096;

    private static final int BLOCK_BYTES = 4 << 20;
    private static final long RETRY_MILLIS = 1000;

    private final Handover handover;
    private final MemberId self;
    private final BlockLog log;
    private final Signatures signatures;
    private final Submissions submissions;
    private final Quiescence quiescence;
    private final Peers peers;
    private final Halt halt;
    private final Runnable grown;
    private final AtomicLong rubbish = new AtomicLong();

    Ordering(
            Handover handover,
            MemberId self,
            BlockLog log,
            Signatures signatures,
            Submissions submissions,
            Quiescence quiescence,
            Peers peers,
            Halt halt,
            Runnable grown) {
        this.handover = handover;
        this.self = self;
        this.log = log;
        this.signatures = signatures;
        this.submissions = submissions;
        this.quiescence = quiescence;
        this.peers = peers;
        this.halt = halt;
        this.grown = grown;
    }

    /** How many payloads were no command of their member. */
    long rubbish() {
        return rubbish.get();
    }

    @Override
    public void adopt(Position position) {
        try {
            handover.requireKnown(position);
            for (int turn = 0; log.head().size() < position.size(); turn++) {
                if (halt.isClosed()) {
                    throw new IllegalStateException("closed while fetching blocks");
                }
                fetch(position, turn);
            }
            requireSame(position);
            handover.adopted(position);
            grown.run();
        } catch (RuntimeException | Error e) {
            halt.because(e);
            throw e;
        }
    }

    private void fetch(Position position, int turn) {
        List<PeerClient> others = peers.clients();
        if (others.isEmpty()) {
            throw new SubmitFault(
                    SubmitFault.Kind.DAMAGED, Map.of("size", log.head().size(), "agreed", position.size()), null);
        }
        PeerClient peer = others.get(turn % others.size());
        try {
            new CatchUp(log, handover.membership().policy(), signatures, peer)
                    .to(new CatchUp.Target(position.size(), position.root()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "Entries can''t be fetched from member {0}: {1}", turn % others.size(), e);
            halt.closedWithin(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching blocks", e);
        }
    }

    private void requireSame(Position position) {
        if (!log.root(position.size()).equals(position.root())) {
            throw new SubmitFault(
                    SubmitFault.Kind.SPLIT_VIEW, Map.of("size", position.size(), "members", "a majority"), null);
        }
    }

    @Override
    public Position order(Position before, List<Payload> payloads, Instant time) {
        holdBackIfStopped();
        try {
            Position at = before;
            for (List<Ticket> block : blocks(payloads)) {
                if (handover.rosterAfter(at) != before.roster()) {
                    // The next roster's. Whoever submitted it does so again.
                    break;
                }
                at = at.size() < log.head().size() ? replayed(at, block) : append(at, block, time);
            }
            payloads.forEach(quiescence::ordered);
            holdBackIfStopped();
            long next = handover.rosterAfter(at);
            if (next != before.roster()) {
                quiescence.stayAwake();
            }
            return new Position(at.size(), at.root(), next);
        } catch (RuntimeException | Error e) {
            halt.because(e);
            throw e;
        }
    }

    /** Nothing of a round may reach the engine's state, which would be signed, if the ledger halted before or during it. */
    private void holdBackIfStopped() {
        if (halt.isHalted() || halt.isClosed()) {
            halt.awaitClosed();
            throw new IllegalStateException("the ledger is stopped");
        }
    }

    private List<List<Ticket>> blocks(List<Payload> payloads) {
        List<List<Ticket>> blocks = new ArrayList<>();
        List<Ticket> block = new ArrayList<>();
        int bytes = 0;
        for (Payload payload : payloads) {
            Optional<Ticket> command = read(payload);
            if (command.isEmpty()) {
                continue;
            }
            block.add(command.get());
            bytes += payload.content().size();
            if (block.size() == BLOCK_COMMANDS || bytes >= BLOCK_BYTES) {
                blocks.add(block);
                block = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!block.isEmpty()) {
            blocks.add(block);
        }
        return blocks;
    }

    private Optional<Ticket> read(Payload payload) {
        Optional<Ticket> command =
                handover.membership().member(payload.node()).flatMap(member -> Ticket.parse(payload.content(), member));
        if (command.isEmpty() && payload.content().size() > 0) {
            rubbish.incrementAndGet();
        }
        return command;
    }

    private Position append(Position at, List<Ticket> block, Instant time) {
        requireSame(at);
        if (at.size() != log.head().size()) {
            throw new IllegalStateException("a round that starts behind the log was not adopted");
        }
        BlockLog.Written written = log.append(commands(block), time);
        for (int i = 0; i < block.size(); i++) {
            Ticket ticket = block.get(i);
            if (ticket.submission().submitter().equals(self)) {
                submissions.ordered(
                        ticket.id(),
                        written.firstIndex() + i,
                        written.head().height(),
                        written.outcomes().get(i));
            }
        }
        grown.run();
        return new Position(written.head().size(), written.head().root(), at.roster());
    }

    private Position replayed(Position at, List<Ticket> block) {
        Block known = log.startingAt(at.size());
        List<Submission> ordered =
                known.entries().stream().map(Ordering::submission).toList();
        if (!ordered.equals(commands(block))) {
            throw new SubmitFault(SubmitFault.Kind.DAMAGED, Map.of("block", known.height()), null);
        }
        long end = at.size() + ordered.size() + 1;
        return new Position(end, log.root(end), at.roster());
    }

    private static Submission submission(Entry.Ordered entry) {
        return Submission.of(entry.submitter(), entry.command());
    }

    private static List<Submission> commands(List<Ticket> block) {
        return block.stream().map(Ticket::submission).toList();
    }

    @Override
    public void seen(Payload payload) {
        quiescence.seen(payload);
    }

    @Override
    public void dropped(Bytes content) {
        submissions.dropped(content);
    }

    @Override
    public void status(EngineStatus status) {
        LOG.log(Level.INFO, "The engine is {0}", status);
        switch (status) {
            case BEHIND -> {
                submissions.resubmitAll();
                handover.behind();
            }
            case FROZEN -> handover.frozen();
            case FAILED -> halt.because(new SubmitFault(SubmitFault.Kind.ENGINE_FAILED, Map.of(), null));
            case STARTING, CHECKING, ACTIVE -> {
                // Commands wait until the engine takes them.
            }
        }
    }
}
