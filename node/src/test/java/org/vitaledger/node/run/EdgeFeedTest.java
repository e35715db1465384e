package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.GatewayEvent;
import org.vitaledger.edge.mqtt.CredentialsFile;
import org.vitaledger.edge.rules.Alert;
import org.vitaledger.edge.rules.Alert.Mark;
import org.vitaledger.edge.rules.AlertRule;

class EdgeFeedTest {
    private static final PatientHandle PATIENT = PatientHandle.parse("000102030405060708090a0b0c0d0e0f");
    private static final Instant RAISED = Instant.parse("2026-03-01T10:00:00Z");
    private static final Alert CLOCK = new Alert(
            DeviceId.parse("00a1b2c3d4e5f607"),
            PATIENT,
            AlertRule.MONITOR_CLOCK,
            "",
            Optional.empty(),
            "",
            Instant.EPOCH,
            Set.of());

    @Test
    void technicalAlertsReachFollowersAndStandInTheList(@TempDir Path directory) throws Exception {
        EdgeFeed feed = feed(directory);
        List<String> heard = new ArrayList<>();
        try (AutoCloseable _ = feed.follow(alert -> heard.add(alert.id() + " " + alert.text()))) {
            feed.happened(new GatewayEvent.Alerted(CLOCK));
            feed.happened(new GatewayEvent.Alerted(CLOCK));
        }
        assertThat(heard)
                .hasSize(2)
                .allMatch(text -> text.startsWith("1772359200000001 What this monitor sends is refused"));
        assertThat(feed.alerted()).containsExactly(PATIENT);
        assertThat(feed.alerts(PATIENT::equals, 10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.rule()).isEqualTo("monitor-clock"));
    }

    @Test
    void anOpenAlertWithoutNewValuesSaysThatItIsOld(@TempDir Path directory) {
        EdgeFeed feed = feed(directory);
        feed.happened(new GatewayEvent.Alerted(heartRate(125, Set.of(Mark.HELD))));
        Alert now = heartRate(125, Set.of(Mark.HELD, Mark.STALE));

        assertThat(feed.shown(PATIENT::equals, 10, () -> List.of(now)))
                .singleElement()
                .satisfies(shown -> {
                    assertThat(shown.id()).isEqualTo("1772359200000001");
                    assertThat(shown.raised()).isEqualTo(RAISED);
                    assertThat(shown.open()).isTrue();
                    assertThat(shown.text()).contains("8867-4 125 /min", "no newer values have come");
                });
        assertThat(feed.shown(PATIENT::equals, 10, List::of))
                .singleElement()
                .satisfies(shown -> assertThat(shown.open()).isFalse());
    }

    /** However many came after it, and closed. */
    @Test
    void whatIsOpenIsShownHoweverOld(@TempDir Path directory) {
        EdgeFeed feed = feed(directory);
        Alert open = heartRate(30, Set.of());
        feed.happened(new GatewayEvent.Alerted(open));
        for (int i = 0; i < 60; i++) {
            feed.happened(new GatewayEvent.Alerted(heartRate(130 + i, Set.of())));
        }
        List<org.vitaledger.api.feed.Alert> shown = feed.shown(PATIENT::equals, 20, () -> List.of(open));

        assertThat(shown).hasSize(21);
        assertThat(shown.getLast().text()).isEqualTo("8867-4 30 /min");
        assertThat(shown.getLast().open()).isTrue();
    }

    private static EdgeFeed feed(Path directory) {
        return new EdgeFeed(CredentialsFile.open(directory.resolve("devices.credentials")), () -> RAISED);
    }

    private static Alert heartRate(int value, Set<Mark> marks) {
        return new Alert(
                CLOCK.device(),
                PATIENT,
                AlertRule.WARNING_HIGH,
                "8867-4",
                Optional.of(new Decimal(value, 0)),
                "/min",
                Instant.EPOCH,
                marks);
    }
}
