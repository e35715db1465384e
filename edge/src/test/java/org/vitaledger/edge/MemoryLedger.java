package org.vitaledger.edge;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;

/** The contracts in memory, a block a command. */
final class MemoryLedger implements Ledger {
    private volatile Snapshot last =
            new Snapshot(0, World.START, 0, Hash.sha256(), World.founded().state(), "");
    private volatile MemberId member = World.HOSPITAL;
    private Instant time = World.START;
    private int packs;

    /** Applies a command of a member. */
    synchronized Receipt apply(MemberId submitter, Command command) {
        long height = last.height() + 1;
        Transition next = Contracts.apply(last.state(), new Context(submitter, height, time), command);
        last = new Snapshot(height, time, height, Hash.sha256(), next.state(), "");
        if (next.outcome() instanceof Outcome.Applied && command instanceof Command.Anchor anchor) {
            packs += anchor.ranges().stream().mapToInt(SequenceRange::packs).sum();
        }
        return new Receipt(height, height, next.outcome());
    }

    void apply(Command command) {
        if (apply(World.HOSPITAL, command).outcome() instanceof Outcome.Refused refused) {
            throw new AssertionError(refused);
        }
    }

    /** From now on blocks have this time. */
    synchronized MemoryLedger at(Instant blockTime) {
        time = blockTime;
        return this;
    }

    /** From now on it is another member's view of the same ledger. */
    void viewedBy(MemberId other) {
        member = other;
    }

    synchronized int anchoredPacks() {
        return packs;
    }

    State state() {
        return last.state();
    }

    @Override
    public MemberId member() {
        return member;
    }

    @Override
    public CompletableFuture<Receipt> submit(Command command) {
        return CompletableFuture.completedFuture(apply(member(), command));
    }

    @Override
    public Snapshot snapshot() {
        return last;
    }

    @Override
    public Following follow(long height, Consumer<Block> follower) {
        throw new UnsupportedOperationException();
    }

    @Override
    public LogReader log() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
