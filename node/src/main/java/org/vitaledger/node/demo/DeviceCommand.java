package org.vitaledger.node.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.node.cli.ApiAddress;
import org.vitaledger.node.cli.Bounds;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.client.ApiClient;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.SystemClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vitaledger device}: virtual devices against a running node. */
@Command(
        name = "device",
        description =
                "Enrol virtual devices, each with a new patient, at a running node of this machine, and let them deliver.",
        exitCodeList = {
            "0:packs were delivered, and all of them acknowledged",
            "1:something was not acknowledged, or nothing was delivered",
            "2:wrong usage",
            "3:the node failed, or no device could connect"
        })
public final class DeviceCommand implements Callable<Integer> {
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final Duration TO_CONNECT = Duration.ofSeconds(15);
    private static final int WINDOW = 8;

    @Option(
            names = "--api",
            required = true,
            paramLabel = "URL",
            description = "The node's API, as it prints it.",
            converter = ApiAddress.class)
    private String api = "";

    @Option(names = "--token", required = true, paramLabel = "TOKEN", description = "An operator's access token.")
    private String token = "";

    @Option(names = "--mqtt", required = true, paramLabel = "PORT", description = "The node's MQTT port.")
    private int port;

    @Option(names = "--devices", paramLabel = "N", description = "How many (default: 4).")
    private int count = 4;

    @Option(names = "--seconds", paramLabel = "N", description = "How long they deliver (default: 30).")
    private int seconds = 30;

    @Option(
            names = "--pace",
            paramLabel = "X",
            description = "Times real time; 0 is as fast as possible (default: 60).")
    private double pace = 60;

    @Option(names = "--pack", paramLabel = "N", description = "Readings in a pack (default: 10).")
    private int pack = 10;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:VITALEDGER_DATA}",
            description = "A folder of recorded vital signs; without one they are invented.")
    private @Nullable Path data;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Bounds.require(spec, "--devices", count, 1, 10_000);
        Bounds.require(spec, "--seconds", seconds, 1, Integer.MAX_VALUE);
        Bounds.require(spec, "--mqtt", port, 1, 65_535);
        Bounds.require(spec, "--pack", pack, 1, 500);
        InstantSource clock = new SystemClock();
        ApiClient client = new ApiClient(api, new byte[0], Signatures.platform());
        VirtualPatients patients = new VirtualPatients(client, token, Optional.ofNullable(data));
        Pace speed = pace == 0 ? new Pace.Unbounded() : new Pace.Times(pace);
        List<Enrolled> devices =
                patients.admit(count, () -> new Schedule(clock.instant(), speed, pack, Duration.ofSeconds(1)));
        output.progress(count + " devices deliver ...");
        try (VirtualDevices running = VirtualDevices.start(
                devices, GatewayAddress.local(port), new Settings(clock, WINDOW), PackObserver.NONE)) {
            if (!running.awaitConnection(TO_CONNECT)) {
                throw new NodeFault(NodeFault.NodeCode.MQTT_UNREACHABLE, Map.of("port", port), null);
            }
            running.awaitEnd(Duration.ofSeconds(seconds));
            boolean answered = running.drain(SETTLE);
            PublishReport report = running.report();
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("devices", report.devices());
            facts.put("packsAccepted", report.packsAccepted());
            facts.put("readingsAccepted", report.readingsAccepted());
            facts.put("refused", report.refused());
            facts.put("unanswered", report.waiting());
            output.print(facts);
            boolean delivered =
                    answered && report.packsAccepted() > 0 && report.refused().isEmpty();
            return delivered ? ExitCode.YES : ExitCode.NO;
        }
    }
}
