package org.vitaledger.edge.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.mqtt.ClientIdentity.AlertReader;
import org.vitaledger.edge.mqtt.ClientIdentity.DeviceClient;

/** An endpoint on a free port whose clients have the password {@code secret}. */
final class EndpointFixture implements AutoCloseable {
    static final DeviceId DEVICE = DeviceId.parse("00000000000000d1");
    static final DeviceId OTHER = DeviceId.parse("00000000000000d2");
    static final String UP = Topics.up(DEVICE);
    static final Limits LIMITS = new Limits(
            1024, 4, 1 << 20, new Limits.Connections(20, 3, 8, 8, Duration.ofMillis(600)), Duration.ofMinutes(5));

    final HeldPublishes handler;
    final MqttEndpoint endpoint;

    private EndpointFixture(Limits limits, HeldPublishes handler) {
        this.handler = handler;
        endpoint = MqttEndpoint.start(
                List.of(Listener.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                limits,
                EndpointFixture::authenticate,
                handler);
    }

    static EndpointFixture start() {
        return start(LIMITS);
    }

    static EndpointFixture start(Limits limits) {
        return start(limits, new HeldPublishes());
    }

    static EndpointFixture start(Limits limits, HeldPublishes handler) {
        return new EndpointFixture(limits, handler);
    }

    InetSocketAddress address() {
        return endpoint.addresses().getFirst();
    }

    RawClient device(boolean version5) throws IOException {
        return RawClient.connected(address(), version5, DEVICE.text(), "secret");
    }

    RawClient ward(boolean version5) throws IOException {
        return RawClient.connected(address(), version5, "ward", "secret");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<ClientIdentity> authenticate(String user, byte[] password) {
        if (!new String(password, StandardCharsets.UTF_8).equals("secret")) {
            return Optional.empty();
        }
        return Optional.of(user.equals("ward") ? new AlertReader(user) : new DeviceClient(DeviceId.parse(user)));
    }

    @Override
    public void close() {
        // What a test left unanswered would make the endpoint wait.
        handler.held.forEach(publish -> {
            if (publish.settled() == null) {
                publish.answer(Answer.unavailable());
            }
        });
        endpoint.close();
    }
}
