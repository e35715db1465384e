package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.OTHER;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device hears its downlink, an authorised client hears alerts, and nobody hears anything else. */
class SubscriptionTest {
    private final EndpointFixture edge = EndpointFixture.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesWhatIsNotTheDevicesOwnDownlink(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            int refused = version5 ? 0x87 : 0x80;
            assertThat(client.subscribe("vl/00000000000000d2/down")).isEqualTo(refused);
            assertThat(client.subscribe("vl/+/down")).isEqualTo(refused);
            assertThat(client.subscribe("#")).isEqualTo(refused);
            assertThat(client.subscribe("vl/alerts/#")).isEqualTo(refused);
            assertThat(client.subscribe("vl/00000000000000d1/up")).isEqualTo(refused);
            assertThat(client.subscribe("$share/a/vl/x")).isEqualTo(version5 ? 0x9E : 0x80);
            assertThat(client.subscribe("vl/00000000000000d1/down")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void deliversTheDownlinkToItsDeviceOnly(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            client.subscribe(Topics.down(DEVICE));
            edge.endpoint.sendDown(OTHER, bytes("not for you"));
            edge.endpoint.sendDown(DEVICE, bytes("for you"));
            expect(client, Topics.down(DEVICE), "for you");
            client.send(MqttMessageBuilders.unsubscribe()
                    .messageId(4)
                    .addTopicFilter(Topics.down(DEVICE))
                    .build());
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.UNSUBACK);
            edge.endpoint.sendDown(DEVICE, bytes("too late"));
            assertThat(client.silent(100)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"vl/alerts/#", "vl/alerts/+", "vl/alerts/00000000000000d1"})
    void deliversAlertsOnTheTopicOfTheirDevice(String filter) throws IOException {
        try (RawClient ward = edge.ward(true)) {
            assertThat(ward.subscribe(filter)).isZero();
            edge.endpoint.sendAlert(DEVICE, bytes("alert"));
            expect(ward, "vl/alerts/00000000000000d1", "alert");
        }
    }

    @Test
    void deliversAnAlertOnceAlsoIfSeveralFiltersMatch() throws IOException {
        try (RawClient ward = edge.ward(false)) {
            ward.subscribe("vl/alerts/#");
            ward.subscribe("vl/alerts");
            ward.subscribe("vl/alerts/00000000000000d1");
            edge.endpoint.sendAlert(DEVICE, bytes("alert"));
            expect(ward, "vl/alerts/00000000000000d1", "alert");
            assertThat(ward.silent(100)).isTrue();
        }
    }

    @Test
    void deliversAllAlertsUnderTheCommonTopic() throws IOException {
        try (RawClient ward = edge.ward(true)) {
            assertThat(ward.subscribe("vl/alerts")).isZero();
            edge.endpoint.sendAlert(OTHER, bytes("alert"));
            expect(ward, "vl/alerts", "alert");
        }
    }

    @Test
    void disconnectsAReaderThatDoesNotKeepUp() throws IOException {
        try (RawClient ward = edge.ward(true)) {
            ward.subscribe("vl/alerts/#");
            byte[] payload = new byte[900];
            for (int i = 0; i < 60_000 && edge.endpoint.stats().slowReaders() == 0; i++) {
                edge.endpoint.sendAlert(DEVICE, payload);
            }
            org.awaitility.Awaitility.await().until(() -> edge.endpoint.stats().slowReaders() == 1);
        }
    }

    @Test
    void aReaderGetsAllThatIsOpenHoweverMuchItIs() throws IOException {
        int many = 3000;
        for (int i = 0; i < many; i++) {
            edge.handler.standing.add(new StandingAlert(DEVICE, new byte[900]));
        }
        edge.handler.standing.add(new StandingAlert(OTHER, bytes("other's")));
        try (RawClient ward = edge.ward(true)) {
            assertThat(ward.subscribe("vl/alerts/#")).isZero();
            edge.endpoint.sendAlert(DEVICE, bytes("new"));
            for (int i = 0; i < many; i++) {
                assertThat(((MqttPublishMessage) ward.next()).payload().readableBytes())
                        .isEqualTo(900);
            }
            expect(ward, Topics.alerts(OTHER), "other's");
            expect(ward, Topics.alerts(DEVICE), "new");
            assertThat(edge.endpoint.stats().slowReaders()).isZero();
        }
    }

    @Test
    void aReaderOfOneDeviceGetsWhatIsOpenOfThat() throws IOException {
        edge.handler.standing.add(new StandingAlert(DEVICE, bytes("one's")));
        edge.handler.standing.add(new StandingAlert(OTHER, bytes("other's")));
        try (RawClient ward = edge.ward(false)) {
            ward.subscribe(Topics.alerts(OTHER));
            expect(ward, Topics.alerts(OTHER), "other's");
            ward.subscribe("vl/alerts/");
            assertThat(ward.silent(100)).isTrue();
        }
        try (RawClient device = edge.device(true)) {
            device.subscribe("vl/alerts/#");
            assertThat(device.silent(100)).isTrue();
        }
    }

    private static void expect(RawClient client, String topic, String payload) throws IOException {
        MqttPublishMessage message = (MqttPublishMessage) client.next();
        assertThat(message.variableHeader().topicName()).isEqualTo(topic);
        assertThat(ByteBufUtil.getBytes(message.payload())).isEqualTo(bytes(payload));
    }
}
