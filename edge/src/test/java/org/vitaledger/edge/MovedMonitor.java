package org.vitaledger.edge;

import static org.vitaledger.edge.Bedside.measured;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.GatewayFixture.Backing;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.rules.Alert;

/** A monitor that goes from one patient to another, its gateway and its ledger. */
abstract class MovedMonitor {
    @TempDir
    Path directory = Path.of("");

    final Backing backing = new Backing();
    final Bedside device = new Bedside(1).on(backing.ledger());

    GatewayFixture open() {
        return new GatewayFixture(directory, backing, GatewayFixture.TUNING);
    }

    /** All that the monitor measured for ten minutes before it was moved, the oldest first, half a minute after that. */
    void bringWhatItKept(GatewayFixture edge, Instant moved, Duration ahead, Duration slow) throws IOException {
        for (int second = 590, sequence = 20; second > 0; second -= 10, sequence++) {
            Instant measured = moved.minusSeconds(second);
            send(edge, sequence, measured.plus(ahead), moved.plusSeconds(30), slow, "30");
        }
    }

    static void replayAll(GatewayFixture edge) {
        edge.gateway
                .quarantined(1000)
                .forEach(kept -> edge.gateway.replay(kept.id()).orElseThrow().join());
    }

    /** What was told of values of the second patient. */
    static List<Alert> judged(GatewayFixture edge) {
        return edge.gateway.openAlerts(World.patient(2)).stream()
                .filter(alert -> alert.value().isPresent())
                .toList();
    }

    /** Seven packs in six minutes, by a clock that is ahead. */
    void live(GatewayFixture edge, int sequence, Instant last, Duration ahead) throws IOException {
        for (int minute = 6; minute >= 0; minute--) {
            Instant now = last.minus(Duration.ofMinutes(minute));
            send(edge, sequence - minute, now.plus(ahead), now, Duration.ZERO, "72");
        }
    }

    void send(GatewayFixture edge, int sequence, Instant now, Duration slow, String rate) throws IOException {
        send(edge, sequence, now, now, slow, rate);
    }

    /** A heart rate by the monitor's clock, sent at a right time, than which the gateway's is slow; whatever is answered. */
    void send(GatewayFixture edge, int sequence, Instant measured, Instant now, Duration slow, String rate)
            throws IOException {
        edge.at(now, slow);
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(sequence + 1, measured("8867-4", "/min", rate, measured)));
            client.next();
        }
    }

    /** Packs that come at once, by a right clock, so many seconds after each other. */
    void sendAtOnce(GatewayFixture edge, int sequence, Instant from, int packs, int seconds) throws IOException {
        for (int i = 0; i < packs; i++) {
            send(edge, sequence + i, from.plusSeconds((long) seconds * i), Duration.ZERO, "72");
        }
    }

    /** How many packs were accepted so far. */
    static long accepted(GatewayFixture edge) {
        return edge.gateway.stats().accepted().packs();
    }

    void bind(Instant time, Optional<PatientHandle> patient) {
        backing.ledger().at(time).apply(new Command.BindDevice(device.id, patient));
    }

    static Measurement at(Instant time) {
        return measured("8867-4", "/min", "72", time);
    }

    void publish(GatewayFixture edge, int sequence, Instant now, Measurement... measurements) throws IOException {
        edge.at(now, Duration.ZERO);
        try (RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(sequence, measurements));
            client.next();
        }
    }

    static Measurement rate(Instant time) {
        return measured("8867-4", "/min", "72", time);
    }

    static Measurement warmth(Instant time) {
        return measured("8310-5", "Cel", "37", time);
    }
}
