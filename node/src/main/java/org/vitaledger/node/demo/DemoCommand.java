package org.vitaledger.node.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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
import org.vitaledger.journal.DurableFile;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.cli.Stopping;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger demo}: the main job in one process. */
@Command(
        name = "demo",
        description =
                "Run the main job: recorded vital signs travel from signed devices over MQTT into a sealed vault and a"
                        + " ledger, come back through FHIR under a consent, and are proved offline.",
        exitCodeList = {
            "0:every acknowledged reading is committed, readable and verified",
            "1:some reading is not",
            "2:wrong usage",
            "3:a failure of the environment"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 8470;

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

    @Option(names = "--home", paramLabel = "DIR", description = "Keep the node's files here (default: a fresh folder).")
    private @Nullable Path home;

    @Option(names = "--devices", paramLabel = "N", description = "How many patients with a device each (default: 12).")
    private int devices = 12;

    @Option(
            names = "--members",
            paramLabel = "N",
            description =
                    "How many institutions share the ledger, a process each (default: 1). With more than one it is"
                            + " always headless.")
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

    @Override
    public Integer call() throws IOException, InterruptedException {
        InstantSource clock = new SystemClock();
        Path folder = home == null ? Files.createTempDirectory("vitaledger-demo-") : home;
        if (members > 1) {
            return shared(folder);
        }
        Optional<Path> recordings =
                Optional.ofNullable(data).filter(path -> !path.toString().isEmpty());
        Optional<Duration> duration = Optional.ofNullable(seconds)
                .or(() -> headless ? Optional.of(30) : Optional.empty())
                .map(Duration::ofSeconds);
        DemoOptions options = new DemoOptions(folder, recordings, duration, devices, pace);
        CountDownLatch stop = new CountDownLatch(1);
        Stopping stopping = Stopping.onSignals(stop::countDown);
        output.progress("Starting a node in " + folder + " ...");
        Map<String, String> settings = config == null ? ports() : NodeConfig.read(config);
        try (VitaNode node = VitaNode.start(NodeConfig.of(folder, settings), clock);
                Demo demo = new Demo(node, clock, options, output::progress)) {
            return run(demo, node, stop);
        } finally {
            stopping.done();
        }
    }

    private int run(Demo demo, VitaNode node, CountDownLatch stop) throws IOException, InterruptedException {
        Map<String, Object> places = places(demo, node);
        if (!headless) {
            output.print(places);
        }
        DemoResult result = demo.run(stop);
        List<String> suggestions = demo.suggestions(node.home().root().resolve("reading.tlog-proof"));
        Map<String, Object> facts = new LinkedHashMap<>(result.facts());
        facts.putAll(places);
        for (int i = 0; i < suggestions.size(); i++) {
            facts.put("try" + (i + 1), suggestions.get(i));
        }
        output.print(facts);
        if (config != null) {
            DurableFile.replace(
                    node.home().root().resolve(MembersDemo.REPORT),
                    Output.toJson(facts).getBytes(UTF_8));
            // A member of a demonstration stays until the others are done, too, or nobody could come to an end.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        if (!headless && stop.getCount() > 0) {
            output.progress("The node goes on until Ctrl-C.");
            stop.await();
        }
        return result.holds() ? ExitCode.YES : ExitCode.NO;
    }

    private int shared(Path folder) throws IOException, InterruptedException {
        Optional<Path> recordings =
                Optional.ofNullable(data).filter(path -> !path.toString().isEmpty());
        int each = Math.max(2, devices / members);
        Duration length = Duration.ofSeconds(Optional.ofNullable(seconds).orElse(30));
        MembersDemo.Plan plan = new MembersDemo.Plan(members, port, recordings, length, each, pace);
        try (MembersDemo demo = MembersDemo.start(folder, plan, output::progress)) {
            MembersResult result = demo.run();
            output.print(result.facts());
            return result.holds() ? ExitCode.YES : ExitCode.NO;
        }
    }

    private static Map<String, Object> places(Demo demo, VitaNode node) {
        Ward.Staff staff = demo.ward().staff();
        Map<String, Object> places = new LinkedHashMap<>();
        String practitioner = demo.token(staff.practitioner());
        places.put("console", node.api().base() + "/console/");
        places.put("fhir", node.api().base() + "/fhir");
        places.put(
                "mqtt",
                "127.0.0.1:" + node.gateway().mqttPort() + ", TLS "
                        + node.gateway().mqttsPort());
        places.put("home", node.home().root().toString());
        places.put("policy", node.home().policy().toString());
        places.put("logins", "dr.reed, auditor, operator, patient1 ... (password: demo)");
        places.put("practitionerToken", practitioner);
        places.put("patientToken", demo.token(demo.ward().patients().getFirst().person()));
        places.put("auditorToken", demo.token(staff.auditor()));
        places.put("operatorToken", demo.token(staff.operator()));
        return places;
    }

    private Map<String, String> ports() {
        return Map.of(
                "http", "127.0.0.1:" + port,
                "mqtt", "127.0.0.1:" + (port == 0 ? 0 : port + 1),
                "mqtts", "127.0.0.1:" + (port == 0 ? 0 : port + 2));
    }
}
