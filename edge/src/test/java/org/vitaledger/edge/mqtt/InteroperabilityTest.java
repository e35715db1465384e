package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Client libraries that others wrote: HiveMQ's and Eclipse Paho's, in both versions. */
class InteroperabilityTest {
    private final EndpointFixture edge = EndpointFixture.start(Limits.standard());

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void servesHiveMqsClientOfVersion5Pipelined() throws Exception {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(edge.address().getPort())
                .simpleAuth()
                .username(DEVICE.text())
                .password(bytes("secret"))
                .applySimpleAuth()
                .buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
        List<CompletableFuture<Mqtt5PublishResult>> results = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            results.add(client.publishWith()
                    .topic(UP)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(bytes("pack " + i))
                    .send());
        }
        for (int i = 0; i < 300; i++) {
            Publish publish = edge.handler.next();
            assertThat(publish.payload()).isEqualTo(bytes("pack " + i));
            publish.answer(i == 200 ? Answer.refused(Reason.NOT_AUTHORIZED, "static text") : Answer.accepted());
        }
        for (int i = 0; i < 300; i++) {
            if (i != 200) {
                assertThat(results.get(i).get(10, TimeUnit.SECONDS).getError()).isEmpty();
            }
        }
        assertThatThrownBy(() -> results.get(200).get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(Mqtt5PubAckException.class, refused -> {
                    assertThat(refused.getMqttMessage().getReasonCode())
                            .isEqualTo(Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
                    assertThat(refused.getMqttMessage().getReasonString())
                            .hasValueSatisfying(text -> assertThat(text).hasToString("static text"));
                });
        client.disconnect().get(10, TimeUnit.SECONDS);
    }

    @Test
    void tellsHiveMqsClientThatThePasswordIsWrong() {
        assertThatThrownBy(() -> MqttClient.builder()
                        .useMqttVersion5()
                        .serverHost("127.0.0.1")
                        .serverPort(edge.address().getPort())
                        .simpleAuth()
                        .username(DEVICE.text())
                        .password(bytes("guess"))
                        .applySimpleAuth()
                        .buildBlocking()
                        .connect())
                .isInstanceOf(Mqtt5ConnAckException.class)
                .hasMessageContaining("BAD_USER_NAME_OR_PASSWORD");
    }

    @Test
    void servesHiveMqsClientOfVersion311() {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .serverHost("127.0.0.1")
                .serverPort(edge.address().getPort())
                .simpleAuth()
                .username(DEVICE.text())
                .password(bytes("secret"))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        Thread.ofVirtual().start(() -> edge.handler.next().answer(Answer.accepted()));
        client.publishWith()
                .topic(UP)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(bytes("pack"))
                .send();
        client.disconnect();
    }

    @Test
    void servesPahosClientOfVersion311() throws Exception {
        try (var client = new org.eclipse.paho.client.mqttv3.MqttClient(uri(), "paho3", new MemoryPersistence())) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setUserName(DEVICE.text());
            options.setPassword("secret".toCharArray());
            client.connect(options);
            CountDownLatch heard = new CountDownLatch(1);
            client.subscribe(Topics.down(DEVICE), (topic, message) -> heard.countDown());
            Thread.ofVirtual().start(() -> edge.handler.next().answer(Answer.accepted()));
            client.publish(UP, bytes("pack"), 1, false);
            edge.endpoint.sendDown(DEVICE, bytes("hello"));
            assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
            client.disconnect();
        }
    }

    @Test
    void servesPahosClientOfVersion5() throws Exception {
        var client = new org.eclipse.paho.mqttv5.client.MqttClient(
                uri(), "paho5", new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        try {
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(DEVICE.text());
            options.setPassword(bytes("secret"));
            client.connect(options);
            Thread.ofVirtual().start(() -> edge.handler.next().answer(Answer.accepted()));
            client.publish(UP, bytes("pack"), 1, false);
            client.disconnect();
        } finally {
            client.close();
        }
    }

    private String uri() {
        return "tcp://127.0.0.1:" + edge.address().getPort();
    }
}
