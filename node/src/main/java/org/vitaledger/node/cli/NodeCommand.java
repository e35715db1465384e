package org.vitaledger.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.network.Supervisor;
import org.vitaledger.node.run.DeadThreads;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitaledger node}: runs a node until it is told to stop. */
@Command(
        name = "node",
        description =
                "Run a node: MQTT ingest, ledger, vault, FHIR API and console in one process, until Ctrl-C or SIGTERM.",
        exitCodeList = {
            "0:stopped in order",
            "2:wrong usage",
            "3:a failure of the environment",
            "5:start it again: other members order",
            "6:start it again: a part of it broke"
        })
final class NodeCommand implements Callable<Integer> {
    private static final String RUN = "run";

    @Parameters(arity = "0..1", paramLabel = RUN, description = "May be left out.")
    private String action = RUN;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Everything that the node keeps (default: the folder of the file of settings).")
    private @Nullable Path home;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, a file of Java properties.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = {
                "A setting; wins over the file:",
                "  member, origin, gateway, commit.linger,",
                "  http, mqtt, mqtts (HOST:PORT each),",
                "  network, bind, events,",
                "  witness.url, witness.key, witness.signatures,",
                "  tsa.url, tsa.certificate, tsa.seconds."
            })
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--supervised",
            description = "Run the node in a process of its own, and start it again when it gave up.")
    private boolean supervised;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!action.equals(RUN)) {
            throw new ParameterException(spec.commandLine(), "The only thing to do with a node is to " + RUN + " it.");
        }
        return supervised ? supervise() : run();
    }

    private int supervise() throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        arguments.remove("--supervised");
        Supervisor supervisor = new Supervisor(arguments, output::progress);
        Stopping stopping = Stopping.onSignals(supervisor::stop);
        stopping.started();
        int code = ExitCode.FAULT;
        try {
            code = supervisor.run();
            return code;
        } finally {
            stopping.done(code);
        }
    }

    private int run() throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        if (config != null) {
            all.putAll(NodeConfig.read(config));
        }
        all.putAll(settings);
        DeadThreads.watch();
        Stopping stopping = Stopping.onSignals(() -> {});
        int code = ExitCode.FAULT;
        try {
            serve(NodeConfig.of(folder(), all), stopping);
            code = ExitCode.YES;
        } finally {
            stopping.done(code);
        }
        return code;
    }

    /** Runs a node until the process is told to stop; on return it is closed in order. */
    private void serve(NodeConfig settled, Stopping stopping) throws IOException, InterruptedException {
        try (VitaNode node = VitaNode.start(settled, new SystemClock())) {
            Map<String, Object> places = new LinkedHashMap<>();
            places.put("state", "running");
            places.put("api", node.api().base());
            places.put("mqtt", node.gateway().mqttPort());
            places.put("mqtts", node.gateway().mqttsPort());
            places.put("policy", node.home().policy().toString());
            places.put("console", node.api().base() + "/console/");
            places.put("user", VitaNode.ADMIN);
            node.firstPassword().ifPresent(file -> places.put("passwordFile", file.toString()));
            output.print(places);
            stopping.started();
            stopping.await();
        }
    }

    private Path folder() {
        if (home != null) {
            return home;
        }
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "Give --home or --config.");
        }
        return config.toAbsolutePath().resolveSibling(".").normalize();
    }
}
