package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Hash;

/** TLS with client certificates: from the site's authority, pinned, foreign, and none. */
class TlsIT {
    @TempDir
    private Path directory;

    private final HeldPublishes handler = new HeldPublishes();

    @Test
    void knowsTheDeviceByItsCertificate() throws Exception {
        TestKeys keys = new TestKeys(directory);
        KeyStore device = keys.issued("CN=" + DEVICE.text());
        try (MqttEndpoint endpoint = start(keys, Set.of(), true)) {
            Mqtt5BlockingClient client =
                    client(endpoint, keys, Optional.of(device)).buildBlocking();
            client.connect();
            Thread.ofVirtual().start(() -> {
                Publish publish = handler.next();
                assertThat(publish.client()).isEqualTo(new ClientIdentity.DeviceClient(DEVICE));
                publish.answer(Answer.accepted());
            });
            client.publishWith()
                    .topic(UP)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(bytes("pack"))
                    .send();
            client.disconnect();
        }
    }

    @Test
    void refusesCertificatesOfStrangersUnlessTheirKeyIsPinned() throws Exception {
        TestKeys keys = new TestKeys(directory);
        KeyStore stranger = keys.selfSigned("CN=" + DEVICE.text());
        try (MqttEndpoint endpoint = start(keys, Set.of(), true)) {
            Mqtt5BlockingClient client =
                    client(endpoint, keys, Optional.of(stranger)).buildBlocking();
            assertThatThrownBy(client::connect).isInstanceOf(RuntimeException.class);
        }
        Hash pin = Hash.sha256(
                stranger.getCertificate(TestKeys.ALIAS).getPublicKey().getEncoded());
        try (MqttEndpoint endpoint = start(keys, Set.of(pin), true)) {
            Mqtt5BlockingClient client =
                    client(endpoint, keys, Optional.of(stranger)).buildBlocking();
            client.connect();
            client.disconnect();
        }
    }

    @Test
    void takesCredentialsOverTlsWhereCertificatesAreOptional() throws Exception {
        TestKeys keys = new TestKeys(directory);
        try (MqttEndpoint endpoint = start(keys, Set.of(), false)) {
            Mqtt5BlockingClient client = client(endpoint, keys, Optional.empty())
                    .simpleAuth()
                    .username(DEVICE.text())
                    .password(bytes("secret"))
                    .applySimpleAuth()
                    .buildBlocking();
            client.connect();
            client.disconnect();
            Mqtt5BlockingClient nobody =
                    client(endpoint, keys, Optional.empty()).buildBlocking();
            assertThatThrownBy(nobody::connect).hasMessageContaining("NOT_AUTHORIZED");
        }
    }

    private MqttEndpoint start(TestKeys keys, Set<Hash> pins, boolean required) throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.issued("CN=localhost"), TestKeys.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys.authority());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own.getKeyManagers(),
                new TrustManager[] {new DeviceTrust((X509TrustManager) trust.getTrustManagers()[0], pins)},
                null);
        return MqttEndpoint.start(
                List.of(Listener.tls(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new Listener.Tls(context, required))),
                Limits.standard(),
                (user, password) -> Optional.of(new ClientIdentity.DeviceClient(DEVICE)),
                handler);
    }

    private static Mqtt5ClientBuilder client(MqttEndpoint endpoint, TestKeys keys, Optional<KeyStore> key)
            throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys.authority());
        KeyManagerFactory own = null;
        if (key.isPresent()) {
            own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(key.get(), TestKeys.PASSWORD.toCharArray());
        }
        return MqttClient.builder()
                .useMqttVersion5()
                .serverHost("localhost")
                .serverPort(endpoint.addresses().getFirst().getPort())
                .sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(trust)
                        .keyManagerFactory(own)
                        .build());
    }
}
