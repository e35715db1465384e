package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.Bedside.measured;
import static org.vitaledger.edge.GatewayFixture.NOW;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.contract.World;
import org.vitaledger.edge.mqtt.RawClient;
import org.vitaledger.edge.quarantine.QuarantineEntry;
import org.vitaledger.vault.Batch;

/** Whose a reading is when its device goes from one patient to another, where all clocks are right. */
class BindingTest extends MovedMonitor {
    private static final Instant REBOUND = NOW.minus(Duration.ofMinutes(30));

    /** A block's time never goes back: one clock that was ahead once must not silence the monitors that are bound later. */
    @Test
    void hearsAMonitorWhoseBindingLiesInTheFuture() throws Exception {
        bind(NOW.plus(Duration.ofDays(365)), Optional.of(World.patient(2)));
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            Instant slow = NOW.minusSeconds(60);
            client.publish(2, device.topic(), device.pack(2, measured("8867-4", "/min", "30", slow)));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isNotEmpty();

            Instant later = NOW.plusSeconds(600);
            edge.now.set(later);
            client.publish(3, device.topic(), device.pack(3, at(later)));
            // One pack alone is no word of how old live values are.
            assertThat(client.refused()).isEqualTo(0x83);
            edge.now.set(later.plusSeconds(30));
            client.publish(4, device.topic(), device.pack(4, at(later.plusSeconds(30))));
            assertThat(client.acknowledged()).isEqualTo(4);
            assertThat(edge.gateway.faults())
                    .hasEntrySatisfying(
                            "clock",
                            fault -> assertThat(fault.orElseThrow().code().id()).isEqualTo("VL-CLOCK-002"));
        }
    }

    /** What the former patient left in the monitor is no alarm of the next, where the gateway saw the change. */
    @Test
    void raisesNothingOfTheFormerPatientWhereTheBindingLiesInTheFuture() throws Exception {
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1, at(NOW)));
            assertThat(client.acknowledged()).isEqualTo(1);
            bind(NOW.plus(Duration.ofDays(365)), Optional.of(World.patient(2)));
            client.publish(2, device.topic(), device.pack(2, measured("8867-4", "/min", "30", NOW.minusSeconds(600))));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isEmpty();
            Instant next = NOW.plusSeconds(10);
            edge.now.set(next);
            client.publish(3, device.topic(), device.pack(3, measured("8867-4", "/min", "30", next)));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isNotEmpty();
        }
    }

    /** A ledger whose time is a little ahead. */
    @Test
    void judgesFromTheBindingOnWhereItsTimeIsStillToCome() throws Exception {
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            bind(NOW.plusSeconds(240), Optional.of(World.patient(2)));
            client.publish(1, device.topic(), device.pack(1, measured("8867-4", "/min", "30", NOW)));
            assertThat(client.refused()).isEqualTo(0x83);
            assertThat(edge.gateway.openAlerts(World.patient(2))).isNotEmpty();
        }
    }

    /** The ledger's time is an hour ahead: when that hour has come, nothing changes. */
    @Test
    void takesWhatTheMonitorKeptWhenTheTimeOfTheBindingComes() throws Exception {
        try (GatewayFixture edge = open()) {
            live(edge, 10, NOW.minusSeconds(1), Duration.ZERO);
            bind(NOW.plusSeconds(3600), Optional.of(World.patient(2)));
            long before = accepted(edge);
            send(edge, 12, NOW.plusSeconds(1), Duration.ZERO, "30");
            assertThat(accepted(edge)).isEqualTo(before + 1);
            assertThat(judged(edge)).isNotEmpty();
            send(edge, 13, NOW.plusSeconds(3000), NOW.plusSeconds(3900), Duration.ZERO, "72");
            assertThat(accepted(edge)).isEqualTo(before + 2);
        }
    }

    /** A value of which the first pack after the move is the only one. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5})
    void judgesASpotCheckWhereTheTimeOfTheBindingIsToCome(int way) throws Exception {
        Instant moved = NOW.plusSeconds(900);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(100), Duration.ZERO);
            bind(moved.plusSeconds(3600), Optional.of(World.patient(2)));
            send(edge, 20, moved.plusSeconds(60), moved.plusSeconds(60L + way), Duration.ZERO, "30");
            assertThat(judged(edge)).isNotEmpty();
        }
    }

    /** What came before a binding is none of its patient's, though the registry's time is earlier. */
    @Test
    void replaysNothingThatCameBeforeTheBinding() throws Exception {
        bind(NOW, Optional.empty());
        Instant moved = NOW.plusSeconds(1200);
        try (GatewayFixture edge = open()) {
            live(edge, 10, moved.minusSeconds(60), Duration.ZERO);
            bind(moved.minusSeconds(120), Optional.of(World.patient(2)));
            send(edge, 11, moved.plusSeconds(1), Duration.ZERO, "72");
            assertThat(edge.gateway.quarantined(20))
                    .hasSize(7)
                    .allMatch(
                            kept -> edge.gateway.replay(kept.id()).orElseThrow().join() instanceof Replayed.Refused);
            assertThat(accepted(edge)).isEqualTo(1);
        }
    }

    @Test
    void givesNothingMeasuredBeforeABindingToItsPatient() throws IOException {
        Instant now = REBOUND.plusSeconds(60);
        byte[] before = device.pack(12, at(REBOUND.minusMillis(1)));
        try (GatewayFixture edge = open()) {
            live(edge, 10, REBOUND.minusSeconds(1), Duration.ZERO);
            bind(REBOUND, Optional.of(World.patient(2)));
            edge.at(now, Duration.ZERO);
            RawClient client = edge.connect(device.id, true);
            client.publish(2, device.topic(), before);
            assertThat(client.refused()).isEqualTo(0x83);
            client.publish(3, device.topic(), device.pack(13, at(REBOUND), at(REBOUND.minusMillis(1))));
            assertThat(client.refused()).isEqualTo(0x83);
            client.publish(4, device.topic(), device.pack(14, at(REBOUND.plusSeconds(2)), at(now)));
            assertThat(client.acknowledged()).isEqualTo(4);
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 8);
            assertThat(backing.vault().packs().stream().map(Batch.Pack::patient))
                    .startsWith(World.patient(1))
                    .endsWith(World.patient(2))
                    .filteredOn(World.patient(2)::equals)
                    .hasSize(1);
            assertThat(edge.refused())
                    .extracting(entry -> entry.refusal().name())
                    .containsExactly("MEASURED_BEFORE_BINDING", "MEASURED_BEFORE_BINDING");
            assertThat(edge.refused())
                    .map(QuarantineEntry::payload)
                    .first()
                    .satisfies(kept -> assertThat(kept.toArray()).isEqualTo(before));
        }
    }

    @Test
    void refusesWhatWasMeasuredWhileTheDeviceWasBoundToTheSamePatientEarlier() throws IOException {
        bind(REBOUND.minus(Duration.ofMinutes(5)), Optional.empty());
        bind(REBOUND, Optional.of(World.patient(1)));
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1, at(REBOUND.minus(Duration.ofMinutes(1)))));
            assertThat(client.refused()).isEqualTo(0x83);
        }
    }

    @Test
    void leavesWhatWasAcceptedUnderABindingToItsPatient() throws IOException {
        backing.vault().hang();
        try (GatewayFixture edge = open();
                RawClient client = edge.connect(device.id, true)) {
            client.publish(1, device.topic(), device.pack(1, at(REBOUND.minusMillis(1))));
            assertThat(client.acknowledged()).isEqualTo(1);
            bind(REBOUND, Optional.of(World.patient(2)));
            client.publish(2, device.topic(), device.pack(2, at(NOW)));
            // Two packs don't tell how far its clock is off.
            assertThat(client.refused()).isEqualTo(0x83);
            Instant later = NOW.plusSeconds(360);
            edge.now.set(later);
            client.publish(3, device.topic(), device.pack(3, at(later)));
            assertThat(client.acknowledged()).isEqualTo(3);
            backing.vault().resume();
            Awaitility.await().until(() -> backing.ledger().anchoredPacks() == 2);
            assertThat(backing.vault().packs().stream().map(Batch.Pack::patient))
                    .containsExactly(World.patient(1), World.patient(2));
        }
    }
}
