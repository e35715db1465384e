package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is not answered in time is not read: memory stays bounded, and nothing is lost. */
class BackPressureTest {
    @Test
    void readsNoMoreFromA311ClientThanMayBeInFlight() throws IOException {
        try (EndpointFixture edge = EndpointFixture.start();
                RawClient client = edge.device(false)) {
            int sent = 400;
            byte[] payload = new byte[900];
            Thread writer = Thread.ofVirtual().start(() -> {
                for (int id = 1; id <= sent; id++) {
                    try {
                        client.publish(id, UP, payload);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .until(() -> edge.handler.held.size() >= EndpointFixture.LIMITS.inFlight());
            // What had been read in one go may be more than the bound, but not by more than a read.
            assertThat(edge.handler.held.size()).isLessThan(100);
            for (int id = 1; id <= sent; id++) {
                edge.handler.next().answer(Answer.accepted());
                assertThat(client.acknowledged()).isEqualTo(id);
            }
            assertThat(writer.isAlive()).isFalse();
        }
    }

    @Test
    void holdsAllClientsWhileTheSpoolIsFull() throws IOException {
        try (EndpointFixture edge = EndpointFixture.start();
                RawClient client = edge.device(true)) {
            edge.endpoint.hold(true);
            // The event loop hears of it a moment later: until then pings are still answered.
            do {
                client.ping();
            } while (!client.silent(200));
            edge.endpoint.hold(false);
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void readsThoseWhoWatchThoughTooMuchIsHeldUnlessAllAreToWait() throws IOException {
        Limits small = new Limits(1024, 100, 1024, EndpointFixture.LIMITS.connections(), Duration.ofMinutes(5));
        try (EndpointFixture edge = EndpointFixture.start(small);
                RawClient busy = edge.device(true)) {
            busy.publish(1, UP, new byte[600]);
            busy.publish(2, UP, new byte[600]);
            Awaitility.await().until(() -> edge.handler.held.size() == 2);
            try (RawClient ward = edge.ward(true)) {
                ward.ping();
                assertThat(type(ward)).isEqualTo(MqttMessageType.PINGRESP);
                edge.endpoint.hold(true);
                do {
                    ward.ping();
                } while (!ward.silent(200));
                edge.endpoint.hold(false);
                assertThat(type(ward)).isEqualTo(MqttMessageType.PINGRESP);
            }
        }
    }

    @Test
    void stopsReadingAllDevicesWhenTooMuchIsHeldAndGoesOnAfterwards() throws IOException {
        Limits small = new Limits(1024, 100, 2048, EndpointFixture.LIMITS.connections(), Duration.ofMinutes(5));
        try (EndpointFixture edge = EndpointFixture.start(small);
                RawClient busy = edge.device(true);
                RawClient calm = RawClient.connected(edge.address(), true, "00000000000000d2", "secret")) {
            for (int id = 1; id <= 3; id++) {
                busy.publish(id, UP, new byte[900]);
            }
            Awaitility.await().until(() -> edge.handler.held.size() == 3);
            // Its connection hears of it with its first publish, unless it looked before.
            calm.publish(1, "vl/00000000000000d2/up", bytes("x"));
            do {
                calm.ping();
            } while (!calm.silent(200));
            for (int i = 0; i < 4; i++) {
                edge.handler.next().answer(Answer.accepted());
            }
            assertThat(List.of(type(calm), type(calm)))
                    .containsExactlyInAnyOrder(MqttMessageType.PUBACK, MqttMessageType.PINGRESP);
            Awaitility.await().until(() -> edge.endpoint.stats().heldBytes() == 0);
        }
    }

    private static MqttMessageType type(RawClient client) throws IOException {
        return client.next().fixedHeader().messageType();
    }
}
