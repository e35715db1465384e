package org.vitaledger.device.publish;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttClientSslConfigBuilder;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.exceptions.MqttEncodeException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;

/** One device's MQTT 5 connection; may be opened again after it was lost. Answers come on threads of the library. */
final class MqttConnection {
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int PACKET_TOO_LARGE = 0x95;

    private final String up;
    private final String down;
    private final Mqtt5AsyncClient client;

    /**
     * @param lost called whenever an attempt to connect failed or a connection ended
     * @param received called with what the gateway sends down
     */
    MqttConnection(Enrolled device, GatewayAddress gateway, Runnable lost, Consumer<Bytes> received) {
        DeviceId id = device.device().id();
        up = "vl/" + id.text() + "/up";
        down = "vl/" + id.text() + "/down";
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier(id.text())
                .serverHost(gateway.host())
                .serverPort(gateway.port())
                .addDisconnectedListener(context -> lost.run());
        if (device.login() instanceof Login.Password(String username, Bytes password)) {
            builder = builder.simpleAuth()
                    .username(username)
                    .password(password.toArray())
                    .applySimpleAuth();
        }
        if (gateway.trust().isPresent()) {
            builder = builder.sslConfig(tls(gateway.trust().get(), device.login()));
        }
        client = builder.buildAsync();
        client.publishes(
                MqttGlobalPublishFilter.ALL, publish -> received.accept(Bytes.of(publish.getPayloadAsBytes())));
    }

    private static MqttClientSslConfig tls(TrustManagerFactory trust, Login login) {
        MqttClientSslConfigBuilder tls = MqttClientSslConfig.builder().trustManagerFactory(trust);
        return switch (login) {
            case Login.Certificate(KeyManagerFactory key) ->
                tls.keyManagerFactory(key).build();
            case Login.Password _ -> tls.build();
        };
    }

    /** Connects and asks for what the gateway sends down; if that fails, {@code lost} is called. */
    CompletionStage<?> connect() {
        return client.connectWith()
                .cleanStart(true)
                .keepAlive(KEEP_ALIVE_SECONDS)
                .send()
                .thenAccept(connected -> subscribe());
    }

    /** A gateway without a downlink still takes packs: the answer doesn't matter. */
    private void subscribe() {
        var _ = client.subscribeWith()
                .topicFilter(down)
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
    }

    /** Publishes; the answer always comes. */
    CompletionStage<Acknowledgement> publish(byte[] pack) {
        return client.publishWith()
                .topic(up)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(pack)
                .send()
                .handle((result, failure) -> answer(failure));
    }

    /** Ends the connection, or the attempt to connect. */
    void disconnect() {
        var _ = client.disconnect();
    }

    private static Acknowledgement answer(@Nullable Throwable failure) {
        return switch (failure) {
            case null -> new Acknowledgement.Accepted();
            case Mqtt5PubAckException refused -> refused(refused.getMqttMessage());
            case MqttEncodeException tooLarge -> new Acknowledgement.Refused(PACKET_TOO_LARGE, "Packet too large");
            default -> new Acknowledgement.Lost();
        };
    }

    private static Acknowledgement refused(Mqtt5PubAck message) {
        String text = message.getReasonString()
                .map(MqttUtf8String::toString)
                .map(words -> new String(words.getBytes(US_ASCII), US_ASCII))
                .orElse("");
        return new Acknowledgement.Refused(message.getReasonCode().getCode(), text);
    }
}
