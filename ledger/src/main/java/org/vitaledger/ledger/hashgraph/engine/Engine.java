package org.vitaledger.ledger.hashgraph.engine;

import com.hedera.hapi.node.base.SemanticVersion;
import com.swirlds.base.time.Time;
import com.swirlds.common.context.PlatformContext;
import com.swirlds.config.api.Configuration;
import com.swirlds.metrics.api.Metrics;
import com.swirlds.platform.builder.PlatformBuilder;
import com.swirlds.platform.builder.internal.StaticPlatformBuilder;
import com.swirlds.platform.state.signed.HashedReservedSignedState;
import com.swirlds.platform.state.signed.StartupStateUtils;
import com.swirlds.platform.system.Platform;
import com.swirlds.platform.system.state.notifications.IssListener;
import com.swirlds.platform.util.BootstrapUtils;
import com.swirlds.state.merkle.VirtualMapStateLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hiero.base.file.FileSystemManager;
import org.hiero.consensus.concurrent.manager.AdHocThreadManager;
import org.hiero.consensus.io.RecycleBin;
import org.hiero.consensus.io.RecycleBinImpl;
import org.hiero.consensus.model.event.PlatformEvent;
import org.hiero.consensus.model.node.NodeId;
import org.hiero.consensus.model.notification.IssNotification;
import org.hiero.consensus.model.quiescence.QuiescenceCommand;
import org.hiero.consensus.model.status.PlatformStatus;
import org.vitaledger.core.bytes.Bytes;

/** A running consensus engine. Safe for any thread. One per process. */
public final class Engine implements AutoCloseable {
    static final String APPLICATION = "vitaledger";
    private static final SemanticVersion VERSION =
            SemanticVersion.newBuilder().major(1).build();

    private final EngineOptions options;
    private final Application application;
    private final Succession succession;
    private final Rounds rounds;
    private final Execution execution;
    private final Platform platform;
    private volatile EngineStatus status = EngineStatus.STARTING;

    private Engine(EngineOptions options, Application application, Consumer<Payload> told) {
        this.options = options;
        this.application = application;
        this.succession = new Succession(EngineNode.roster(options.nodes()), options.roster());
        this.rounds = new Rounds(options.self(), application, told, succession);
        Configuration configuration = Settings.of(options);
        Time time = new SteadyTime(Time.getCurrent());
        BootstrapUtils.setupConstructableRegistry();
        StaticPlatformBuilder.setupGlobalMetrics(configuration);
        NodeId self = NodeId.of(options.self());
        Metrics metrics = StaticPlatformBuilder.getMetricsProvider().createPlatformMetrics(self);
        this.execution = new Execution(options.payloadBytes(), metrics, time::now, this::changed);
        this.platform = assemble(configuration, time, metrics, self);
    }

    /**
     * Starts the engine; returns once it replayed what it had.
     *
     * @param told learns what nodes {@link #tell}, ourselves too: late, again, or never. Any thread; must not block
     * @throws UncheckedIOException if its files can't be made or read
     */
    public static Engine start(EngineOptions options, Application application, Consumer<Payload> told) {
        try {
            Files.createDirectories(options.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Engine engine = new Engine(options, application, told);
        engine.platform.start();
        return engine;
    }

    private Platform assemble(Configuration configuration, Time time, Metrics metrics, NodeId self) {
        Path saved = options.directory().toAbsolutePath().resolve("saved");
        FileSystemManager files = new FileSystemManager(saved, Path.of("tmp"));
        RecycleBin bin = RecycleBinImpl.create(
                metrics, configuration, AdHocThreadManager.getStaticThreadManager(), time, files, self);
        PlatformContext context = PlatformContext.create(configuration, time, metrics, files, bin);
        VirtualMapStateLifecycleManager states =
                new VirtualMapStateLifecycleManager(metrics, time, configuration, files);
        HashedReservedSignedState initial =
                StartupStateUtils.loadInitialState(bin, VERSION, APPLICATION, APPLICATION, self, context, states);
        Platform built = PlatformBuilder.create(
                        APPLICATION,
                        APPLICATION,
                        VERSION,
                        initial.state(),
                        rounds,
                        self,
                        APPLICATION + self.id(),
                        succession.begin(
                                initial.state().get().getState(),
                                initial.state().get().isGenesisState()),
                        states)
                .withPlatformContext(context)
                .withConfiguration(configuration)
                .withKeysAndCerts(EngineKeys.of(options.key(), options.self()))
                .withExecutionLayer(execution)
                .withStaleEventCallback(this::stale)
                .build();
        built.getNotificationEngine().register(IssListener.class, this::differs);
        return built;
    }

    private void changed(PlatformStatus now) {
        status = EngineStatus.of(now);
        application.status(status);
    }

    private void differs(IssNotification notification) {
        if (notification.getIssType() != IssNotification.IssType.OTHER_ISS) {
            status = EngineStatus.FAILED;
            application.status(status);
        }
    }

    private void stale(PlatformEvent event) {
        event.forEachTransaction(transaction -> Envelope.parse(
                        transaction.getApplicationTransaction().toByteArray())
                .ifPresent(envelope -> {
                    if (envelope instanceof Envelope.Content(Bytes content)) {
                        application.dropped(content);
                    }
                }));
    }

    /** Hands {@code content} to the network. False if the engine can't take it now. It may still be dropped later. */
    public boolean offer(Bytes content) {
        return execution.offer(content);
    }

    /** Tells {@code content} to all nodes with our next event, without ordering it. Forgotten if no event is made. */
    public void tell(Bytes content) {
        execution.tell(new Envelope.Aside(content));
    }

    /** Makes the others' engines move, so that they make events. */
    public void nudge() {
        execution.tell(new Envelope.NoOp());
    }

    /** Whether events are made though there is nothing to order: true after the start. */
    public void moving(Motion motion) {
        platform.quiescenceCommand(
                switch (motion) {
                    case REST -> QuiescenceCommand.QUIESCE;
                    case START -> QuiescenceCommand.BREAK_QUIESCENCE;
                    case GO_ON -> QuiescenceCommand.DONT_QUIESCE;
                });
    }

    /** Whether our node makes events. */
    public enum Motion {
        /** None: nobody has anything to order. */
        REST,
        /** One even if nobody else makes any, then as the others do. */
        START,
        /** As always. */
        GO_ON
    }

    public EngineStatus status() {
        return status;
    }

    /** The last round that was applied. */
    public long round() {
        return rounds.last();
    }

    /** How many transactions nobody could read. */
    public long rubbish() {
        return rounds.rubbish();
    }

    /** Stops taking part. Threads and the port of the engine end only with the process. */
    @Override
    public void close() {
        try {
            platform.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
