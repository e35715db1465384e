package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.api.feed.Alert;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.device.publish.Enrolled;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.Login;
import org.vitaledger.device.publish.PackObserver;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.device.replay.Observation;
import org.vitaledger.device.replay.Pace;
import org.vitaledger.device.replay.Schedule;
import org.vitaledger.device.replay.VirtualDevice;

/** What followers hear of an alert when it is raised agrees with the list at that moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamedAlertsIT {
    private static final int DEVICES = 6;
    private static final InstantSource CLOCK = InstantSource.system();

    private final ArrayDeque<Monitor> monitors = new ArrayDeque<>();
    /** The node's clock is back while devices are bound, so that what they measure may be old. */
    private volatile Duration back = Duration.ofHours(2);

    private VitaNode node;

    private record Monitor(VitaNode.Enrolment enrolment, SigningKey key, PatientHandle patient) {}

    @BeforeAll
    void start(@TempDir Path home) throws IOException {
        String any = "127.0.0.1:0";
        node = VitaNode.start(
                NodeConfig.of(home, Map.of("http", any, "mqtt", any, "mqtts", any)),
                () -> CLOCK.instant().minus(back));
        for (int i = 0; i < DEVICES; i++) {
            SigningKey key = FastestSignatures.find().generate(Algorithm.ED25519, new SecureRandom());
            PatientHandle patient = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
            monitors.add(new Monitor(node.enrol(key.verifyingKey(), patient), key, patient));
        }
        back = Duration.ZERO;
    }

    @AfterAll
    void stop() {
        node.close();
    }

    /** A monitor whose clock is slow is late all the time; a backlog may end in the pack in which it begins. */
    @ParameterizedTest
    @CsvSource({
        "PT1H, 30,        critical-low true true",
        "PT1H, 30 72,     critical-low false true",
        "PT1H, 125 150,   'warning-high false true,critical-high true true'",
        "PT0S, 30,        critical-low true false",
        "PT0S, 30 72,     critical-low false false",
        "PT0S, 125 150,   'warning-high false false,critical-high true false'"
    })
    void sayWhetherTheyAreOpen(Duration slow, String rates, String told) throws Exception {
        Monitor monitor = monitors.remove();
        IngestFeed feed = node.gateway().feed();
        ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> listed = new ConcurrentLinkedQueue<>();
        try (AutoCloseable _ = feed.follow(alert -> {
                    if (alert.text().startsWith("8867-4") && alert.patient().equals(monitor.patient)) {
                        heard.add(said(alert));
                        feed.alerts(monitor.patient::equals, 100).stream()
                                .filter(it -> it.id().equals(alert.id()))
                                .forEach(it -> listed.add(said(it)));
                    }
                });
                AutoCloseable _ = publishing(monitor, slow, rates.split(" "))) {
            Awaitility.await().until(() -> heard.size() == told.split(",").length);
        }
        assertThat(heard).containsExactly(told.split(","));
        assertThat(listed).containsExactlyElementsOf(heard);
    }

    private static String said(Alert alert) {
        return alert.rule() + " " + alert.open() + " " + alert.marks().late();
    }

    private AutoCloseable publishing(Monitor monitor, Duration slow, String... rates) {
        Iterator<Observation> values = IntStream.range(0, rates.length)
                .mapToObj(i -> new Observation(
                        Duration.ofSeconds(i), "8867-4", "/min", new Decimal(Integer.parseInt(rates[i]), 0)))
                .iterator();
        Instant start = CLOCK.instant().minus(slow).minusSeconds(rates.length);
        VirtualDevice device = new VirtualDevice(
                new PackSigner(monitor.enrolment.device(), monitor.key, FastestSignatures.find()),
                () -> values.hasNext() ? Optional.of(values.next()) : Optional.empty(),
                new Schedule(start, Pace.realTime(), rates.length, Duration.ofMinutes(1)),
                0);
        Login login = new Login.Password(monitor.enrolment.device().text(), Bytes.utf8(monitor.enrolment.password()));
        return VirtualDevices.start(
                List.of(new Enrolled(device, login)),
                GatewayAddress.local(node.gateway().mqttPort()),
                new Settings(CLOCK, 1),
                PackObserver.NONE);
    }
}
