package org.vitaledger.node.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.vitaledger.device.replay.ParameterMap;
import org.vitaledger.device.replay.Recordings;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.node.cli.Bounds;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.cli.Stopping;
import org.vitaledger.node.network.NetworkFolders;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitaledger demo}: the main job in one process. */
@Command(
        name = "demo",
        description =
                "Run the main job: recorded vital signs travel from signed devices over MQTT into a sealed vault and a"
                        + " ledger, come back through FHIR under a consent, and are proved offline.",
        exitCodeList = {
            "0:every acknowledged reading is committed; those read back are readable and verified",
            "1:something of that does not hold",
            "2:wrong usage",
            "3:a failure of the environment"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8470;
    private static final int HIGHEST_PORT = 65_535;
    private static final int MOST_MEMBERS = 10;

    @Option(names = "--seconds", paramLabel = "N", description = "Deliver for N seconds (default: until Ctrl-C).")
    private @Nullable Integer seconds;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:VITALEDGER_DATA}",
            description =
                    "A folder of recorded vital signs (Time,Parameter,Value files); without one they are invented.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "API and console on P, MQTT on P+1, MQTT with TLS on P+2; 0 takes free ones (default: 8470).")
    private int port = DEFAULT_PORT;

    @Option(names = "--headless", description = "End after the report instead of waiting for Ctrl-C.")
    private boolean headless;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description =
                    "Keep the files here (default: a fresh folder, removed at the end unless something does not hold).")
    private @Nullable Path home;

    @Option(
            names = "--sample",
            paramLabel = "N",
            description = "How many readings are read back and verified in the end (default: 500), 0 for all.")
    private int sample = 500;

    @Option(names = "--devices", paramLabel = "N", description = "How many patients with a device each (default: 12).")
    private int devices = 12;

    @Option(
            names = "--members",
            paramLabel = "N",
            description =
                    "How many institutions share the ledger, a process each (default: 1). With more than one, --seconds"
                            + " is 30 by default.")
    private int members = 1;

    @Option(names = "--config", hidden = true, description = "Run as the member of this file of settings.")
    private @Nullable Path config;

    @Option(
            names = "--pace",
            paramLabel = "X",
            description = "How many times faster than recorded (default: 2000, so that 48 h last 86 s).")
    private double pace = 2000;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireBounds();
        recordings().ifPresent(recorded -> Recordings.open(recorded, ParameterMap.challenge2012()));
        DemoFolder folder = DemoFolder.of(Optional.ofNullable(home));
        CountDownLatch stop = new CountDownLatch(1);
        Stopping stopping = Stopping.onSignals(stop::countDown, folder::abandon);
        int code = ExitCode.FAULT;
        try {
            code = members > 1 ? shared(folder.path(), stop, stopping) : alone(folder.path(), stop, stopping);
            return code;
        } finally {
            if (code == ExitCode.YES || nothingToLookAt(stopping)) {
                folder.remove();
            } else {
                folder.keep(output::progress);
            }
            stopping.done(code);
        }
    }

    /** A node that did not start has told why; members that did not have done so in files. */
    private boolean nothingToLookAt(Stopping stopping) {
        return members == 1 && !stopping.hasStarted();
    }

    private void requireBounds() {
        Bounds.require(spec, "--members", members, 1, MOST_MEMBERS);
        Bounds.require(spec, "--devices", devices, DemoOptions.FEWEST_DEVICES, DemoOptions.MOST_DEVICES);
        Bounds.require(spec, "--port", port, 0, HIGHEST_PORT - NetworkFolders.PORTS * members);
        Bounds.require(spec, "--pace", pace, 0.001, 1_000_000);
        if (seconds != null) {
            Bounds.require(spec, "--seconds", seconds, 1, Integer.MAX_VALUE);
        }
    }

    private int alone(Path folder, CountDownLatch stop, Stopping stopping) throws IOException, InterruptedException {
        InstantSource clock = new SystemClock();
        Optional<Duration> duration = Optional.ofNullable(seconds)
                .or(() -> headless ? Optional.of(30) : Optional.empty())
                .map(Duration::ofSeconds);
        DemoOptions options = new DemoOptions(folder, recordings(), duration, devices, pace, sample);
        output.progress("Starting a node in " + folder + " ...");
        Map<String, String> settings = config == null ? ports() : NodeConfig.read(config);
        try (VitaNode node = VitaNode.start(NodeConfig.of(folder, settings), clock);
                Demo demo = new Demo(node, clock, options, output::progress)) {
            stopping.started();
            return run(demo, new Guide(node, demo), stop);
        }
    }

    private int run(Demo demo, Guide guide, CountDownLatch stop) throws IOException, InterruptedException {
        if (!headless) {
            show("It runs:", guide.places(), guide.facts());
        }
        DemoResult result = demo.run(stop, first -> suggest(guide.commands(first)));
        Map<String, Object> facts = new LinkedHashMap<>(result.facts());
        facts.putAll(guide.facts());
        show("In the end:", result.lines(), facts);
        if (config != null) {
            report(guide, facts);
        }
        if (!headless && stop.getCount() > 0) {
            output.progress("The node goes on until Ctrl-C.");
            stop.await();
        }
        return result.holds() ? ExitCode.YES : ExitCode.NO;
    }

    private void report(Guide guide, Map<String, Object> facts) throws IOException {
        DurableFile.replace(guide.file(MembersDemo.REPORT), Output.toJson(facts).getBytes(UTF_8));
        // A member of a demonstration stays until the others are done, too, or nobody could come to an end.
        System.in.transferTo(OutputStream.nullOutputStream());
    }

    private void show(String title, Map<String, Object> lines, Map<String, Object> facts) {
        if (output.json()) {
            output.print(facts);
        } else {
            output.out().println(System.lineSeparator() + title);
            output.print(lines);
        }
    }

    private void suggest(List<String> commands) {
        if (!headless && !output.json()) {
            output.out().println(System.lineSeparator() + "Try, while it runs, in another terminal:");
            commands.forEach(command -> output.out().println("  " + command));
            output.out().println(System.lineSeparator() + "Ctrl-C ends it; then what was delivered is checked.");
            output.out().flush();
        }
    }

    private int shared(Path folder, CountDownLatch stop, Stopping stopping) throws IOException, InterruptedException {
        int each = Math.max(DemoOptions.FEWEST_DEVICES, devices / members);
        Duration length = Duration.ofSeconds(Optional.ofNullable(seconds).orElse(30));
        MembersDemo.Plan plan = new MembersDemo.Plan(members, port, recordings(), length, each, pace);
        try (MembersDemo demo = MembersDemo.start(folder, plan, output::progress)) {
            MembersResult result = demo.run();
            output.print(result.facts());
            if (!headless) {
                show("The members run until Ctrl-C:", result.pages(), result.pages());
                stopping.started();
                stop.await();
            }
            return result.holds() ? ExitCode.YES : ExitCode.NO;
        }
    }

    private Optional<Path> recordings() {
        return Optional.ofNullable(data).filter(path -> !path.toString().isEmpty());
    }

    private Map<String, String> ports() {
        return Map.of(
                "http", "127.0.0.1:" + port,
                "mqtt", "127.0.0.1:" + (port == 0 ? 0 : port + 1),
                "mqtts", "127.0.0.1:" + (port == 0 ? 0 : port + 2));
    }
}
