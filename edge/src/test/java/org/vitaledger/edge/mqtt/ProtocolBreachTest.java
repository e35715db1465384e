package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.LIMITS;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.edge.mqtt.RawClient.Connect;
import org.vitaledger.edge.mqtt.RawClient.Flags;

/** What a client must not do ends its connection, with the reason where its version has one, and no other's. */
class ProtocolBreachTest {
    private static final MqttProperties NONE = MqttProperties.NO_PROPERTIES;
    private final EndpointFixture edge = EndpointFixture.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOnAPacketThatIsTooLargeAndReportsIt(boolean version5) throws IOException {
        try (RawClient bystander = edge.ward(true);
                RawClient client = edge.device(version5)) {
            client.publish(1, UP, new byte[2000]);
            expectEnd(client, version5, 0x95);
            assertThat(edge.handler.rejection()).isEqualTo(Reason.PACKET_TOO_LARGE);
            bystander.ping();
            assertThat(bystander.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void endsOnAnAnnouncedHugePacketBeforeItsBytesCome() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("before"));
            client.send(HexFormat.of().parseHex("32ffffff7f"));
            assertThat(edge.handler.next().payload()).isEqualTo(bytes("before"));
            assertThat(client.disconnected()).isEqualTo(0x95);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"3eff00", "32ffffffff7f", "32060005616263640a0a0a0a0a", "f00100", "8003000100", "0003000000"})
    void endsOnMalformedPackets(String hex) throws IOException {
        try (RawClient client = edge.device(true)) {
            client.send(HexFormat.of().parseHex(hex));
            assertThat(client.disconnected()).isIn(0x81, 0x82);
        }
        try (RawClient client = edge.device(false)) {
            client.send(HexFormat.of().parseHex(hex));
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOnQos2(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            client.publish(1, UP, bytes("x"), Flags.qos(2));
            expectEnd(client, version5, 0x9B);
        }
    }

    @Test
    void endsOnRetainInVersion5AndTakesItWithoutRetainingIn311() throws IOException {
        Flags retained = new Flags(1, false, true, NONE);
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("x"), retained);
            assertThat(client.disconnected()).isEqualTo(0x9A);
        }
        try (RawClient client = edge.device(false)) {
            client.publish(1, UP, bytes("x"), retained);
            edge.handler.next().answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void endsWhenMoreIsInFlightThanAnnounced() throws IOException {
        try (RawClient client = edge.device(true)) {
            for (int id = 1; id <= LIMITS.inFlight() + 1; id++) {
                client.publish(id, UP, bytes("x"));
            }
            assertThat(client.disconnected()).isEqualTo(0x93);
            assertThat(edge.handler.held).hasSize(LIMITS.inFlight());
        }
    }

    @Test
    void endsOnAPacketIdentifierInUse() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("x"));
            client.publish(1, UP, bytes("y"));
            assertThat(client.disconnected()).isEqualTo(0x82);
        }
    }

    @Test
    void resolvesTopicAliasesAndEndsOnUnknownOnes() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("x"), new Flags(1, false, false, alias(2)));
            client.publish(2, "", bytes("y"), new Flags(1, false, false, alias(2)));
            edge.handler.next().answer(Answer.accepted());
            Publish second = edge.handler.next();
            assertThat(second.topic()).isEqualTo(UP);
            second.answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(1);
            assertThat(client.acknowledged()).isEqualTo(2);
            client.publish(3, "", bytes("z"), new Flags(1, false, false, alias(3)));
            assertThat(client.disconnected()).isEqualTo(0x94);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsOnASecondConnect(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            client.connect("again", EndpointFixture.DEVICE.text(), "secret");
            expectEnd(client, version5, 0x82);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsWhenTheKeepAliveRunsOut(boolean version5) throws IOException {
        try (RawClient client = RawClient.open(edge.address(), version5)) {
            client.connect("quiet", EndpointFixture.DEVICE.text(), "secret", new Connect(1, true, NONE));
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.CONNACK);
            expectEnd(client, version5, 0x8D);
        }
    }

    @Test
    void closesWhatNeverConnects() throws IOException {
        long begin = System.nanoTime();
        try (RawClient silent = RawClient.open(edge.address(), true);
                RawClient wrong = RawClient.open(edge.address(), true);
                RawClient babble = RawClient.open(edge.address(), true)) {
            wrong.ping();
            babble.send(bytes("GET / HTTP/1.1\r\n\r\n"));
            assertThat(wrong.closed()).isTrue();
            assertThat(babble.closed()).isTrue();
            assertThat(silent.closed()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
        assertThat(edge.endpoint.stats().connectsRefused()).isEqualTo(3);
    }

    private static MqttProperties alias(int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(35, value));
        return properties;
    }

    private static void expectEnd(RawClient client, boolean version5, int reason) throws IOException {
        if (version5) {
            assertThat(client.disconnected()).isEqualTo(reason);
        } else {
            assertThat(client.closed()).isTrue();
        }
    }
}
