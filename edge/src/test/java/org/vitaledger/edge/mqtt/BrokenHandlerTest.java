package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.io.IOException;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bug in whoever takes the packets ends the one connection, without an acknowledgement, and leaves nothing behind. */
class BrokenHandlerTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsTheConnectionAndHoldsNothing(boolean version5) throws IOException {
        HeldPublishes broken = new HeldPublishes() {
            @Override
            public void published(Publish publish) {
                super.published(publish);
                throw new IllegalStateException("a bug");
            }
        };
        try (EndpointFixture edge = EndpointFixture.start(EndpointFixture.LIMITS, broken);
                RawClient client = edge.device(version5)) {
            client.publish(1, UP, bytes("x"));
            if (version5) {
                assertThat(client.disconnected()).isEqualTo(0x80);
            } else {
                assertThat(client.closed()).isTrue();
            }
            Awaitility.await().until(() -> edge.endpoint.stats().heldBytes() == 0);
            broken.next().answer(Answer.accepted());
            try (RawClient next = edge.device(version5)) {
                next.ping();
                assertThat(next.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
            }
        }
    }
}
