package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PUBACK comes when the handler has answered, and only then. */
class AcknowledgementTest {
    private final EndpointFixture edge = EndpointFixture.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acknowledgesOnlyAfterTheAnswer(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            client.publish(7, UP, bytes("pack"));
            Publish publish = edge.handler.next();
            assertThat(client.silent(200)).isTrue();
            publish.answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(7);
            assertThat(publish.payload()).isEqualTo(bytes("pack"));
            assertThat(publish.client().text()).isEqualTo(EndpointFixture.DEVICE.text());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acknowledgesInTheOrderOfThePublishes(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            for (int id = 1; id <= 3; id++) {
                client.publish(id, UP, bytes("pack" + id));
            }
            List<Publish> held = Stream.generate(edge.handler::next).limit(3).toList();
            held.get(2).answer(Answer.accepted());
            held.get(1).answer(Answer.accepted());
            assertThat(client.silent(100)).isTrue();
            held.get(0).answer(Answer.accepted());
            assertThat(List.of(client.acknowledged(), client.acknowledged(), client.acknowledged()))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void answersManyConnectionsInOneBatch() throws IOException {
        try (RawClient first = edge.device(true);
                RawClient second = RawClient.connected(edge.address(), false, "00000000000000d2", "secret")) {
            first.publish(1, UP, bytes("a"));
            second.publish(2, "vl/00000000000000d2/up", bytes("b"));
            Answers batch = new Answers();
            batch.add(edge.handler.next(), Answer.accepted());
            batch.add(edge.handler.next(), Answer.accepted());
            batch.send();
            assertThat(first.acknowledged()).isEqualTo(1);
            assertThat(second.acknowledged()).isEqualTo(2);
        }
    }

    @Test
    void tellsMqtt5TheReasonOfARefusalAndKeepsTheConnection() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("bad"));
            client.publish(2, UP, bytes("good"));
            edge.handler.next().answer(Answer.refused(Reason.PAYLOAD_FORMAT_INVALID, "HOSTILE not a pack"));
            MqttMessage refusal = client.next();
            assertThat(refusal.fixedHeader().messageType()).isEqualTo(MqttMessageType.PUBACK);
            assertThat(RawClient.reasonOfPubAck(refusal)).isEqualTo(0x99);
            assertThat(((MqttPubReplyMessageVariableHeader) refusal.variableHeader())
                            .properties()
                            .getProperty(31)
                            .value())
                    .isEqualTo("HOSTILE not a pack");
            edge.handler.next().answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(2);
        }
    }

    @Test
    void acknowledgesARefusalTo311InItsTurnAndGoesOn() throws IOException {
        try (RawClient client = edge.device(false)) {
            client.publish(1, UP, bytes("good"));
            client.publish(2, UP, bytes("bad"));
            Answers batch = new Answers();
            batch.add(edge.handler.next(), Answer.accepted());
            batch.add(edge.handler.next(), Answer.refused(Reason.NOT_AUTHORIZED, "x"));
            batch.send();
            assertThat(client.acknowledged()).isEqualTo(1);
            assertThat(client.acknowledged()).isEqualTo(2);
            client.publish(3, UP, bytes("good"));
            edge.handler.next().answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotAcknowledgeWhatCouldNotBeStored(boolean version5) throws IOException {
        try (RawClient client = edge.device(version5)) {
            client.publish(1, UP, bytes("pack"));
            edge.handler.next().answer(Answer.unavailable());
            if (version5) {
                assertThat(client.disconnected()).isEqualTo(0x89);
            } else {
                assertThat(client.closed()).isTrue();
            }
        }
    }

    @Test
    void handsOnWhatWasPublishedBeforeTheConnectionWent() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("pack"));
        }
        Publish publish = edge.handler.next();
        publish.answer(Answer.accepted());
        try (RawClient again = edge.device(true)) {
            again.publish(1, UP, bytes("pack"), RawClient.Flags.dup());
            edge.handler.next().answer(Answer.accepted());
            assertThat(again.acknowledged()).isEqualTo(1);
        }
    }

    @Test
    void answersARetransmissionOfWhatWaitsOnce() throws IOException {
        try (RawClient client = edge.device(false)) {
            client.publish(5, UP, bytes("pack"));
            client.publish(5, UP, bytes("pack"), RawClient.Flags.dup());
            client.ping();
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
            edge.handler.next().answer(Answer.accepted());
            assertThat(client.acknowledged()).isEqualTo(5);
            assertThat(client.silent(100)).isTrue();
            assertThat(edge.handler.held).isEmpty();
        }
    }

    @Test
    void saysNothingAboutQos0() throws IOException {
        try (RawClient client = edge.device(false)) {
            client.publish(0, UP, bytes("pack"), RawClient.Flags.qos(0));
            Publish publish = edge.handler.next();
            assertThat(publish.acknowledged()).isFalse();
            publish.answer(Answer.refused(Reason.NOT_AUTHORIZED, "x"));
            client.ping();
            assertThat(client.next().fixedHeader().messageType()).isEqualTo(MqttMessageType.PINGRESP);
        }
    }

    @Test
    void isAnsweredOnce() throws IOException {
        try (RawClient client = edge.device(true)) {
            client.publish(1, UP, bytes("pack"));
            Publish publish = edge.handler.next();
            publish.answer(Answer.accepted());
            assertThatThrownBy(() -> publish.answer(Answer.accepted())).isInstanceOf(IllegalStateException.class);
        }
    }
}
