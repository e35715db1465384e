package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.LIMITS;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.edge.mqtt.RawClient.Connect;

/** Who gets in, and what they are told. */
class ConnectTest {
    private static final MqttProperties NONE = MqttProperties.NO_PROPERTIES;
    private final EndpointFixture edge = EndpointFixture.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void refusesWrongPasswords() throws IOException {
        assertThat(code(true, DEVICE.text(), "guess")).isEqualTo(0x86);
        assertThat(code(false, DEVICE.text(), "guess")).isEqualTo(4);
    }

    @Test
    void refusesClientsWithoutCredentials() throws IOException {
        assertThat(code(true, null, null)).isEqualTo(0x87);
        assertThat(code(false, null, null)).isEqualTo(5);
    }

    @Test
    void announcesItsLimitsToVersion5() throws IOException {
        try (RawClient client = RawClient.open(edge.address(), true)) {
            MqttProperties asked = new MqttProperties();
            asked.add(new IntegerProperty(17, 3600));
            client.connect("", DEVICE.text(), "secret", new Connect(0, false, asked));
            MqttProperties told =
                    ((MqttConnAckMessage) client.next()).variableHeader().properties();
            assertThat(number(told, 33)).as("receive maximum").isEqualTo(LIMITS.inFlight());
            assertThat(number(told, 36)).as("maximum QoS").isEqualTo(1);
            assertThat(number(told, 37)).as("retain available").isZero();
            assertThat(number(told, 39)).as("maximum packet size").isEqualTo(LIMITS.packetBytes());
            assertThat(number(told, 17)).as("session expiry").isZero();
            assertThat(number(told, 19)).as("server keep-alive").isEqualTo(300);
            assertThat(number(told, 41)).as("subscription identifiers").isZero();
            assertThat(number(told, 42)).as("shared subscriptions").isZero();
            assertThat(((StringProperty) told.getProperty(18)).value())
                    .as("assigned identifier")
                    .isNotEmpty();
        }
    }

    @Test
    void refusesAnEmptyIdentifierThatWantsToBeRemembered() throws IOException {
        try (RawClient client = RawClient.open(edge.address(), false)) {
            client.connect("", DEVICE.text(), "secret", new Connect(30, false, NONE));
            assertThat(codeOf(client)).isEqualTo(2);
        }
    }

    @Test
    void refusesOtherProtocolVersions() throws IOException {
        for (String hex : List.of("100f00064d51497364700302000a000161", "100d00044d5154540602000a000161")) {
            try (RawClient client = RawClient.open(edge.address(), false)) {
                client.send(HexFormat.of().parseHex(hex));
                assertThat(codeOf(client)).isEqualTo(1);
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @Test
    void refusesEnhancedAuthentication() throws IOException {
        try (RawClient client = RawClient.open(edge.address(), true)) {
            MqttProperties asked = new MqttProperties();
            asked.add(new StringProperty(21, "SCRAM-SHA-256"));
            client.connect("a", DEVICE.text(), "secret", new Connect(30, true, asked));
            assertThat(codeOf(client)).isEqualTo(0x8C);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void letsANewConnectionTakeOverTheOld(boolean version5) throws IOException {
        try (RawClient old = edge.device(version5);
                RawClient next = edge.device(version5)) {
            if (version5) {
                assertThat(old.disconnected()).isEqualTo(0x8E);
            } else {
                assertThat(old.closed()).isTrue();
            }
            next.ping();
            assertThat(next.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void doesNotLetOneClientTakeOverAnothers() throws IOException {
        try (RawClient device = edge.device(true);
                RawClient thief = RawClient.open(edge.address(), true)) {
            thief.connect("c-" + DEVICE.text(), "00000000000000d2", "secret");
            assertThat(codeOf(thief)).isZero();
            device.ping();
            assertThat(device.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void aClientsOldestConnectionMakesWayForOneTooMany() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i <= LIMITS.connections().perClient(); i++) {
                clients.add(connect("c" + i));
                assertThat(codeOf(clients.getLast())).isZero();
            }
            assertThat(clients.getFirst().disconnected()).isEqualTo(0x97);
            for (RawClient client : clients.subList(1, clients.size())) {
                client.ping();
                assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void boundsTheConnectionsInTotal() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < LIMITS.connections().all(); i++) {
                RawClient client = RawClient.open(edge.address(), true);
                clients.add(client);
                client.connect("x", String.format("%016x", i + 1), "secret");
                assertThat(codeOf(client)).isZero();
            }
            RawClient tooMany = RawClient.open(edge.address(), true);
            clients.add(tooMany);
            assertThat(tooMany.closed()).isTrue();
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesWhatFollowsAConnectAtOnceAtItsFullSize(boolean version5) throws IOException {
        Limits large = new Limits(64 << 10, 4, 1 << 20, LIMITS.connections(), Duration.ofMinutes(5));
        try (EndpointFixture roomy = EndpointFixture.start(large);
                RawClient client = RawClient.open(roomy.address(), version5)) {
            client.together(() -> {
                client.connect("a", DEVICE.text(), "secret");
                client.publish(1, EndpointFixture.UP, new byte[22_560]);
                client.ping();
            });
            assertThat(codeOf(client)).isZero();
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
            assertThat(roomy.handler.next().payload()).hasSize(22_560);
        }
    }

    @Test
    void saysNothingMoreToAClientThatItRefused() throws IOException {
        try (RawClient client = RawClient.open(edge.address(), true)) {
            client.together(() -> {
                client.connect("a", DEVICE.text(), "guess");
                client.connect("a", DEVICE.text(), "secret");
            });
            assertThat(codeOf(client)).isEqualTo(0x86);
            assertThat(client.closed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 23, 24, 40})
    void sendsNoPacketThatIsLargerThanTheClientTakes(int most) throws IOException {
        try (RawClient client = RawClient.open(edge.address(), true)) {
            MqttProperties asked = new MqttProperties();
            asked.add(new IntegerProperty(39, most));
            client.connect("a", DEVICE.text(), "secret", new Connect(30, true, asked));
            byte[] answer = client.bytes(2);
            assertThat(2 + answer[1]).isLessThanOrEqualTo(most);
            byte[] rest = client.bytes(answer[1]);
            assertThat(Byte.toUnsignedInt(rest[1])).isEqualTo(most < 24 ? 0x95 : 0);
        }
    }

    private RawClient connect(String identifier) throws IOException {
        RawClient client = RawClient.open(edge.address(), true);
        client.connect(identifier, DEVICE.text(), "secret");
        return client;
    }

    private int code(boolean version5, @Nullable String user, @Nullable String password) throws IOException {
        try (RawClient client = RawClient.open(edge.address(), version5)) {
            client.connect("a", user, password);
            int code = codeOf(client);
            assertThat(client.closed()).isTrue();
            return code;
        }
    }

    private static int codeOf(RawClient client) throws IOException {
        MqttConnAckMessage answer = (MqttConnAckMessage) client.next();
        return Byte.toUnsignedInt(answer.variableHeader().connectReturnCode().byteValue());
    }

    private static int number(MqttProperties properties, int id) {
        return Dialect.integer(properties, id).orElse(-1);
    }
}
