package org.vitaledger.ledger.hashgraph.engine;

import com.swirlds.config.api.Configuration;
import com.swirlds.config.api.ConfigurationBuilder;
import java.nio.file.Path;

/** The engine's configuration: what differs from its defaults, and why. */
final class Settings {
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
                // The state is one small value: little memory for it, and few copies on the disk.
                .withValue("merkleDb.initialCapacity", "100000")
                .withValue("merkleDb.maxNumOfKeys", "100000000")
                .withValue("virtualMap.copyFlushCandidateThreshold", "16777216")
                .withValue("state.saveStatePeriod", "60")
                .withValue("state.signedStateDisk", "2")
                .withValue("event.creation.maxCreationRate", Integer.toString(options.eventsPerSecond()))
                .withValue("event.creation.period", "2ms")
                // Not zero with others: it also keeps a node that lost events from contradicting them.
                .withValue("platformStatus.observingStatusDelay", alone ? "200ms" : "2s")
                .withValue("reconnect.minimumTimeBetweenReconnects", "5s")
                .withValue("event.preconsensus.inlinePcesSyncOption", "EVERY_SELF_EVENT")
                // YAML, and without commas, because a list of these is split at commas.
                .withValue(
                        "gossip.interfaceBindings",
                        "nodeId: " + options.self() + "\nhostname: '" + options.bind() + "'\nport: "
                                + options.node().port())
                .build();
    }
}
