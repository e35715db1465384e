package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers who connect and say nothing keep no device out. */
class IdleConnectionsTest {
    private static final Limits LIMITS =
            new Limits(1024, 4, 1 << 20, Limits.Connections.of(40, 3, Duration.ofMinutes(2)), Duration.ofMinutes(5));

    private final EndpointFixture edge = EndpointFixture.start(LIMITS);
    private final List<RawClient> idle = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (RawClient client : idle) {
            client.close();
        }
        edge.close();
    }

    @Test
    void ofOneAddressNorFromThatAddress() throws IOException {
        connectIdly("127.0.0.2", LIMITS.connections().all());
        expectEntry("127.0.0.1");
        expectEntry("127.0.0.2");
    }

    @Test
    void ofManyAddresses() throws IOException {
        for (int address = 2; address <= 41; address++) {
            connectIdly("127.0.0." + address, 3);
        }
        expectEntry("127.0.0.1");
        assertThat(edge.endpoint.stats().connections())
                .isLessThan(LIMITS.connections().all());
    }

    private void connectIdly(String from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            idle.add(RawClient.open(edge.address(), true, from));
        }
    }

    private void expectEntry(String from) throws IOException {
        try (RawClient client = RawClient.open(edge.address(), true, from)) {
            client.connect("from " + from, DEVICE.text(), "secret");
            MqttConnAckMessage answer = (MqttConnAckMessage) client.next();
            assertThat(answer.variableHeader().connectReturnCode().byteValue()).isZero();
        }
    }
}
