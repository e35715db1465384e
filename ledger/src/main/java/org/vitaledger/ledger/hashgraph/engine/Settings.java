package org.vitaledger.ledger.hashgraph.engine;

import com.swirlds.config.api.Configuration;
import com.swirlds.config.api.ConfigurationBuilder;
import java.nio.file.Path;

/** The engine's configuration: what differs from its defaults, and why. */
final class Settings {
    private static final int MAX_OTHER_PARENTS = 8;

    /** Events per second of a node that waits for nobody. */
    private static final int ALONE = 200;

    private Settings() {}

    static Configuration of(EngineOptions options) {
        Path directory = options.directory().toAbsolutePath();
        ConfigurationBuilder all = ConfigurationBuilder.create().autoDiscoverExtensions();
        boolean alone = options.nodes().size() == 1;
        return all.withValue("paths.savedStateDir", directory.resolve("saved").toString())
                .withValue("paths.settingsUsedDir", directory.toString())
                .withValue("paths.keysDirPath", directory.resolve("keys").toString())
                // Nothing that nobody reads: no event streams, no metrics files, no port 9999.
                .withValue("event.enableEventStreaming", "false")
                .withValue("prometheus.endpointEnabled", "false")
                .withValue("metrics.disableMetricsOutput", "true")
                .withValue("state.enableHashStreamLogging", "false")
                // The state is one small value: little memory for it and its indexes, and few copies on the disk.
                .withValue("merkleDb.initialCapacity", "1000")
                .withValue("merkleDb.maxNumOfKeys", "1000000")
                .withValue("merkleDb.longListChunkSize", "4096")
                .withValue("merkleDb.longListReservedBufferSize", "1024")
                .withValue("merkleDb.hashChunkCacheThreshold", "1024")
                .withValue("merkleDb.leafRecordCacheSize", "1024")
                .withValue("virtualMap.copyFlushCandidateThreshold", "16777216")
                .withValue("state.saveStatePeriod", "60")
                .withValue("state.signedStateDisk", "2")
                .withValue(
                        "event.creation.maxCreationRate", Integer.toString(alone ? ALONE : options.eventsPerSecond()))
                .withValue("event.creation.period", alone ? "2ms" : "10ms")
                // As many parents as there are others: rounds then need fewer events, which cost more than their links.
                .withValue(
                        "event.creation.maxOtherParents",
                        Integer.toString(Math.clamp(options.nodes().size() - 1, 1, MAX_OTHER_PARENTS)))
                // Events are kept in memory for so many rounds, with their payloads, and each sync walks over them. Who
                // was away for longer fetches the state instead.
                .withValue("consensus.roundsExpired", "50")
                // New events are broadcast at once; syncs only bring what was missed, and idle threads look up rarely.
                .withValue("broadcast.rpcSleepAfterSyncWhileBroadcasting", "250ms")
                .withValue("sync.rpcSleepAfterSync", "25ms")
                .withValue("platform.wiring.healthMonitorHeartbeatPeriod", "20ms")
                .withValue("sync.rpcIdleWritePollTimeout", "100ms")
                .withValue("sync.rpcIdleDispatchPollTimeout", "20ms")
                // Not zero with others: it also keeps a node that lost events from contradicting them.
                .withValue("platformStatus.observingStatusDelay", alone ? "200ms" : "2s")
                .withValue("reconnect.minimumTimeBetweenReconnects", "5s")
                .withValue("event.preconsensus.inlinePcesSyncOption", "EVERY_SELF_EVENT")
                // Others' events wait for our next one, and no buffer of 10 MiB a file.
                .withValue("event.preconsensus.pcesFileWriterType", "OUTPUT_STREAM")
                // YAML, and without commas, because a list of these is split at commas.
                .withValue(
                        "gossip.interfaceBindings",
                        "nodeId: " + options.self() + "\nhostname: '" + options.bind() + "'\nport: "
                                + options.node().port())
                .build();
    }
}
