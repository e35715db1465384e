package org.vitaledger.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger node}: runs a node until it is told to stop. */
@Command(
        name = "node",
        description =
                "Run a node: MQTT ingest, ledger, vault, FHIR API and console in one process, until Ctrl-C or SIGTERM.",
        exitCodeList = {"0:stopped in order", "2:wrong usage", "3:a failure of the environment"})
final class NodeCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, paramLabel = "DIR", description = "Everything that the node keeps.")
    private Path home = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, a file of Java properties.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A setting: member, origin, gateway, http, mqtt, mqtts (HOST:PORT each), witness.url, witness.key, tsa.url,"
                            + " tsa.certificate, tsa.seconds; wins over the file.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        if (config != null) {
            all.putAll(NodeConfig.read(config));
        }
        all.putAll(settings);
        Stopping stopping = Stopping.onSignals();
        try (VitaNode node = VitaNode.start(NodeConfig.of(home, all), new SystemClock())) {
            Map<String, Object> places = new LinkedHashMap<>();
            places.put("state", "running");
            places.put("api", node.api().base());
            places.put("mqtt", node.gateway().mqttPort());
            places.put("mqtts", node.gateway().mqttsPort());
            places.put("policy", node.home().policy().toString());
            places.put("adminPassword", node.home().adminPassword().toString());
            output.print(places);
            stopping.await();
        } finally {
            stopping.done();
        }
        return ExitCode.YES;
    }
}
