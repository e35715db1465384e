package org.vitaledger.node.demo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.device.replay.GeneratedPatient;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.ParameterMap;
import org.vitaledger.device.replay.Recordings;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;
import org.vitaledger.device.replay.VitalSigns;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.client.ApiClient;
import org.vitaledger.node.run.SystemClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger device}: virtual devices against a running node. */
@Command(
        name = "device",
        description =
                "Enrol virtual devices, each with a new patient, at a running node of this machine, and let them deliver.",
        exitCodeList = {"0:everything was acknowledged", "1:something was not", "2:wrong usage", "3:the node failed"})
public final class DeviceCommand implements Callable<Integer> {
    private static final Duration SETTLE = Duration.ofSeconds(30);
    private static final int WINDOW = 8;

    @Option(names = "--api", required = true, paramLabel = "URL", description = "The node's API, as it prints it.")
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

    @Override
    public Integer call() {
        InstantSource clock = new SystemClock();
        ApiClient client = new ApiClient(api, new byte[0], Signatures.platform());
        Optional<Recordings> recordings = Optional.ofNullable(data)
                .filter(path -> !path.toString().isEmpty())
                .map(path -> Recordings.open(path, ParameterMap.challenge2012()));
        List<Enrolled> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            VitalSigns source = recordings.isPresent()
                    ? recordings.get().read(i).play()
                    : new GeneratedPatient(i + 1, Duration.ofMinutes(1), Duration.ofHours(6));
            devices.add(enrol(client, source, clock));
        }
        output.progress(count + " devices deliver ...");
        try (VirtualDevices running = VirtualDevices.start(
                devices, GatewayAddress.local(port), new Settings(clock, WINDOW), PackObserver.NONE)) {
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
            return answered && report.refused().isEmpty() ? ExitCode.YES : ExitCode.NO;
        }
    }

    private Enrolled enrol(ApiClient client, VitalSigns source, InstantSource clock) {
        Signatures signatures = FastestSignatures.find();
        SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
        PatientHandle patient = client.createPatient("Test", "Virtual", token);
        Login.Password login = client.enrol(key.verifyingKey(), patient, token);
        Pace speed = pace == 0 ? new Pace.Unbounded() : new Pace.Times(pace);
        Schedule schedule = new Schedule(clock.instant(), speed, pack, Duration.ofSeconds(1));
        PackSigner signer = new PackSigner(DeviceId.parse(login.username()), key, signatures);
        return new Enrolled(new VirtualDevice(signer, source, schedule, 0), login);
    }
}
