package org.vitaledger.ledger.hashgraph.engine;

import com.hedera.hapi.node.base.SemanticVersion;
import com.hedera.hapi.platform.event.StateSignatureTransaction;
import com.hedera.pbj.runtime.ParseException;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import com.swirlds.platform.state.ConsensusStateEventHandler;
import com.swirlds.platform.state.snapshot.SignedStateFileReader;
import com.swirlds.platform.system.InitTrigger;
import com.swirlds.platform.system.Platform;
import com.swirlds.state.State;
import com.swirlds.state.merkle.VirtualMapState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.hiero.consensus.model.event.Event;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.hashgraph.Round;
import org.hiero.consensus.model.transaction.ScopedSystemTransaction;
import org.hiero.consensus.model.transaction.Transaction;
import org.jspecify.annotations.Nullable;

/** Unwraps what the engine ordered, drives the application, and keeps the log's position in the engine's state. */
final class Rounds implements ConsensusStateEventHandler {
    private static final org.vitaledger.core.bytes.Bytes NOTHING = org.vitaledger.core.bytes.Bytes.EMPTY;

    private final long self;
    private final Application application;
    private final Consumer<Payload> told;
    private final Succession succession;
    private final AtomicLong rubbish = new AtomicLong();
    private volatile long last;

    Rounds(long self, Application application, Consumer<Payload> told, Succession succession) {
        this.self = self;
        this.application = application;
        this.told = told;
        this.succession = succession;
    }

    /** The last round that was applied. */
    long last() {
        return last;
    }

    /** How many transactions were no envelope. */
    long rubbish() {
        return rubbish.get();
    }

    @Override
    public void onStateInitialized(
            State state, Platform platform, InitTrigger trigger, @Nullable SemanticVersion previousVersion) {
        if (trigger == InitTrigger.GENESIS) {
            SignedStateFileReader.registerServiceStates((VirtualMapState) state);
            succession.found(state);
        }
        application.adopt(Succession.position(state));
    }

    @Override
    public void onPreHandle(
            Event event, State state, Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        long creator = event.getCreatorId().id();
        if (creator != self && startsOthers(event)) {
            application.seen(new Payload(creator, NOTHING));
        }
        event.forEachTransaction(transaction -> read(transaction).ifPresent(envelope -> {
            switch (envelope) {
                case Envelope.Content content -> application.seen(new Payload(creator, content.content()));
                case Envelope.NoOp _ -> application.seen(new Payload(creator, NOTHING));
                case Envelope.Aside aside -> told.accept(new Payload(creator, aside.content()));
                case Envelope.EngineSignature signature ->
                    scoped(event, signature).ifPresent(signatures);
            }
        }));
    }

    /**
     * An event that builds on nobody else's was made because nobody made any. It is the only one of its kind that a node makes
     * until others answer, so it has to wake them whatever it carries.
     */
    private static boolean startsOthers(Event event) {
        return event instanceof PlatformEvent made && !made.hasOtherParents();
    }

    @Override
    public void onHandleConsensusRound(
            Round round, State state, Consumer<ScopedSystemTransaction<StateSignatureTransaction>> signatures) {
        List<Payload> payloads = new ArrayList<>();
        round.forEachEventTransaction((event, transaction) -> read(transaction).ifPresent(envelope -> {
            long creator = event.getCreatorId().id();
            switch (envelope) {
                case Envelope.Content content -> payloads.add(new Payload(creator, content.content()));
                case Envelope.NoOp _ -> payloads.add(new Payload(creator, NOTHING));
                case Envelope.Aside _ -> {
                    // Was told when it came.
                }
                case Envelope.EngineSignature signature ->
                    scoped(event, signature).ifPresent(signatures);
            }
        }));
        if (!payloads.isEmpty()) {
            Position before = Succession.position(state);
            Position after = application.order(before, payloads, round.getConsensusTimestamp());
            Succession.moved(state, before, after, round.getConsensusTimestamp());
        }
        Succession.handled(round, state);
        last = round.getRoundNum();
    }

    private Optional<Envelope> read(Transaction transaction) {
        Optional<Envelope> envelope =
                Envelope.parse(transaction.getApplicationTransaction().toByteArray());
        if (envelope.isEmpty()) {
            rubbish.incrementAndGet();
        }
        return envelope;
    }

    private Optional<ScopedSystemTransaction<StateSignatureTransaction>> scoped(
            Event event, Envelope.EngineSignature signature) {
        try {
            Bytes bytes = Bytes.wrap(signature.content().toArray());
            return Optional.of(new ScopedSystemTransaction<>(
                    event.getCreatorId(), event.getBirthRound(), StateSignatureTransaction.PROTOBUF.parse(bytes)));
        } catch (ParseException e) {
            rubbish.incrementAndGet();
            return Optional.empty();
        }
    }

    @Override
    public boolean onSealConsensusRound(Round round, State state) {
        // Every round: sealing only some could leave the last ones without signatures when the network falls quiet.
        return true;
    }

    @Override
    public void onNewRecoveredState(State recoveredState) {
        // Recovery from event streams is not in use.
    }
}
