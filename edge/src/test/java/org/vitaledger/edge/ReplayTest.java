package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.quarantine.Quarantine;
import org.vitaledger.vault.Batch;

/** What is in quarantine can be taken in again, once and with all checks. */
@Proves("INV-002")
class ReplayTest {
    private static final Instant AHEAD = GatewayFixture.NOW.plusSeconds(3600);

    @TempDir
    Path directory;

    private final GatewayFixture.Backing backing = new GatewayFixture.Backing();
    private final Bedside device = new Bedside(1).on(backing.ledger());
    private final Bedside other = new Bedside(2).on(backing.ledger());

    @Test
    void takesInOnceWhatHasBecomeAcceptable() throws Exception {
        long kept;
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, false)) {
            client.publish(1, device.topic(), device.pack(1));
            assertThat(client.acknowledged()).isEqualTo(1);
            backing.ledger().at(NOW.plusSeconds(5));
            bind(Optional.of(World.patient(3)));
            // Nobody knows yet how far the monitor's clock is off.
            send(edge, client, 2, NOW.plusSeconds(10));
            kept = only(edge.gateway.quarantined(10)).id();
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Refused(AdmissionRefusal.MEASURED_BEFORE_BINDING));
            send(edge, client, 3, NOW.plusSeconds(370));
            assertThat(only(edge.gateway.quarantined(10)).id()).isEqualTo(kept);
            List<CompletableFuture<Replayed>> both = List.of(
                    edge.gateway.replay(kept).orElseThrow(),
                    edge.gateway.replay(kept).orElseThrow());
            assertThat(both.stream().map(CompletableFuture::join))
                    .containsExactlyInAnyOrder(new Replayed.Accepted(), new Replayed.Known());
            assertThat(edge.gateway.quarantined(10)).isEmpty();
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 3);
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Known());
        }
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            assertThat(edge.gateway.quarantined(10)).isEmpty();
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Known());
        }
        assertThat(backing.vault().packs())
                .extracting(Batch.Pack::patient)
                .containsExactlyInAnyOrder(World.patient(1), World.patient(3), World.patient(3));
    }

    @Test
    void neverGivesToTheNextPatientWhatWasMeasuredBefore() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            backing.ledger().at(GatewayFixture.NOW.plusSeconds(60));
            backing.ledger().apply(new Command.BindDevice(device.id, Optional.of(World.patient(2))));
            client.publish(1, device.topic(), device.pack(1));
            assertThat(client.refused()).isEqualTo(0x83);
            Quarantine.Kept kept = only(edge.gateway.quarantined(10));
            assertThat(replay(edge, kept.id()))
                    .isEqualTo(new Replayed.Refused(AdmissionRefusal.MEASURED_BEFORE_BINDING));
            assertThat(edge.gateway.quarantined(10)).containsExactly(kept);
            assertThat(edge.gateway.stats().accepted().packs()).isZero();
        }
    }

    /** Whatever its clock says: what came before the binding was measured before. */
    @Test
    void neverGivesToTheNextPatientWhatCameBeforeUnderAClockThatWasAhead() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            long kept = keepWhatIsAhead(edge);
            backing.ledger().at(GatewayFixture.NOW.plusSeconds(1800));
            bind(Optional.of(World.patient(2)));
            edge.now.set(AHEAD.plusSeconds(60));

            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Refused(AdmissionRefusal.CLOCK_AHEAD));
            assertThat(edge.gateway.openAlerts(World.patient(2))).isEmpty();
            assertThat(edge.gateway.stats().accepted().packs()).isEqualTo(1);
        }
    }

    /** A monitor that was ahead told of the former patient what looks like the next one's once the time has come. */
    @Test
    void neverGivesToTheNextPatientWhatAMonitorThatIsAheadKeptOfTheFormer() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            backing.ledger().at(GatewayFixture.NOW.minusSeconds(600));
            bind(Optional.of(World.patient(2)));
            long kept = keepWhatIsAhead(edge);
            edge.now.set(AHEAD.plusSeconds(3600));
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Refused(AdmissionRefusal.CLOCK_AHEAD));
        }
    }

    /** The gateway's clock was the wrong one, and the device is worn as before; nothing of it is an alarm now. */
    @Test
    void takesWhatWasInTheFutureOfAWrongClockOnceTheTimeHasCome() throws Exception {
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING)) {
            long kept = keepWhatIsAhead(edge);
            try (RawClient client = edge.connect(other.id, false)) {
                client.publish(2, other.topic(), other.pack(2, measured("8867-4", "/min", "72", AHEAD)));
                assertThat(client.closed()).isTrue();
            }
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Refused(AdmissionRefusal.CLOCK_AHEAD));
            edge.now.set(AHEAD.plusSeconds(3600));
            long alerts = edge.gateway.stats().accepted().alerts();
            assertThat(replay(edge, kept)).isEqualTo(new Replayed.Accepted());
            assertThat(edge.gateway.stats().accepted().alerts()).isEqualTo(alerts);
        }
    }

    @Test
    void neverGivesToTheNextPatientWhatCameBefore() throws Exception {
        Instant soon = GatewayFixture.NOW.plusSeconds(60);
        bind(Optional.empty());
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1, measured("8867-4", "/min", "30", soon)));
            assertThat(client.refused()).isPositive();
            backing.ledger().at(GatewayFixture.NOW.plusSeconds(30));
            bind(Optional.of(World.patient(2)));
            edge.now.set(soon);
            assertThat(replay(edge, only(edge.gateway.quarantined(10)).id()))
                    .isEqualTo(new Replayed.Refused(AdmissionRefusal.MEASURED_BEFORE_BINDING));
        }
    }

    @Test
    void knowsNoOtherIds() throws Exception {
        bind(Optional.empty());
        try (GatewayFixture edge = new GatewayFixture(directory, backing, GatewayFixture.TUNING);
                RawClient client = edge.connect(device.id, true)) {
            for (int sequence = 1; sequence <= 3; sequence++) {
                client.publish(sequence, device.topic(), device.pack(sequence));
                assertThat(client.refused()).isPositive();
            }
            List<Quarantine.Kept> newest = edge.gateway.quarantined(2);
            assertThat(newest).hasSize(2);
            assertThat(newest.getFirst().id()).isGreaterThan(newest.getLast().id());
            assertThat(edge.gateway.replay(newest.getFirst().id() + 1)).isEmpty();
            assertThat(edge.gateway.replay(-1)).isEmpty();
            assertThat(edge.gateway.replay(Long.MAX_VALUE)).isEmpty();
        }
    }

    /** A critical value whose time lies in the future, while another device shows that the gateway's clock is right. */
    private long keepWhatIsAhead(GatewayFixture edge) throws IOException {
        try (RawClient right = edge.connect(other.id, true);
                RawClient client = edge.connect(device.id, true)) {
            right.publish(1, other.topic(), other.pack(1));
            assertThat(right.acknowledged()).isEqualTo(1);
            client.publish(1, device.topic(), device.pack(1, measured("8867-4", "/min", "30", AHEAD)));
            assertThat(client.refused()).isEqualTo(0x83);
        }
        return only(edge.gateway.quarantined(10)).id();
    }

    private void send(GatewayFixture edge, RawClient client, int number, Instant now) throws IOException {
        edge.now.set(now);
        client.publish(number, device.topic(), device.pack(number, measured("8867-4", "/min", "72", now)));
        assertThat(client.acknowledged()).isEqualTo(number);
    }

    private static Replayed replay(GatewayFixture edge, long id) {
        return edge.gateway.replay(id).orElseThrow().join();
    }

    private static Quarantine.Kept only(List<Quarantine.Kept> kept) {
        assertThat(kept).hasSize(1);
        return kept.getFirst();
    }

    private void bind(Optional<PatientHandle> patient) {
        backing.ledger().apply(new Command.BindDevice(device.id, patient));
    }
}
