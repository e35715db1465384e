package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.netty.util.AttributeKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A blocking MQTT client that also does what a client must not do. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final boolean version5;
    private OutputStream out;
    private final EmbeddedChannel encoder = new EmbeddedChannel(MqttEncoder.INSTANCE);
    private final EmbeddedChannel decoder = new EmbeddedChannel(new MqttDecoder(1 << 20));

    private RawClient(Socket socket, boolean version5) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.version5 = version5;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        // Both halves of the codec learn the version from a CONNECT that passes through them.
        for (EmbeddedChannel half : List.of(encoder, decoder)) {
            half.attr(AttributeKey.<MqttVersion>valueOf("NETTY_CODEC_MQTT_VERSION"))
                    .set(version5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1);
        }
    }

    /** Opens a connection; nothing is sent yet. */
    public static RawClient open(InetSocketAddress address, boolean version5) throws IOException {
        return open(address, version5, "127.0.0.1");
    }

    /** Opens a connection from one of the loopback addresses. */
    public static RawClient open(InetSocketAddress address, boolean version5, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), TIMEOUT_MILLIS);
        return new RawClient(socket, version5);
    }

    /** Opens, sends CONNECT and takes the CONNACK, which must accept. */
    public static RawClient connected(InetSocketAddress address, boolean version5, String user, String password)
            throws IOException {
        RawClient client = open(address, version5);
        client.connect("c-" + user, user, password);
        MqttMessage answer = client.next();
        if (!(answer instanceof MqttConnAckMessage ack)
                || ack.variableHeader().connectReturnCode().byteValue() != 0) {
            throw new IOException("not accepted: " + answer);
        }
        return client;
    }

    public void connect(String identifier, @Nullable String user, @Nullable String password) throws IOException {
        connect(identifier, user, password, new Connect(30, true, MqttProperties.NO_PROPERTIES));
    }

    /** What else stands in a CONNECT. */
    public record Connect(int keepAlive, boolean clean, MqttProperties properties) {}

    public void connect(String identifier, @Nullable String user, @Nullable String password, Connect more)
            throws IOException {
        MqttVersion version = version5 ? MqttVersion.MQTT_5 : MqttVersion.MQTT_3_1_1;
        send(new MqttConnectMessage(
                header(MqttMessageType.CONNECT, 0),
                new MqttConnectVariableHeader(
                        version.protocolName(),
                        version.protocolLevel(),
                        user != null,
                        password != null,
                        false,
                        0,
                        false,
                        more.clean(),
                        more.keepAlive(),
                        more.properties()),
                new MqttConnectPayload(
                        identifier,
                        MqttProperties.NO_PROPERTIES,
                        null,
                        null,
                        user,
                        password == null ? null : password.getBytes(StandardCharsets.UTF_8))));
    }

    /** Publishes with QoS 1. */
    public void publish(int packetId, String topic, byte[] payload) throws IOException {
        publish(packetId, topic, payload, new Flags(1, false, false, MqttProperties.NO_PROPERTIES));
    }

    /** The rest of a PUBLISH. */
    public record Flags(int qos, boolean duplicate, boolean retain, MqttProperties properties) {
        public static Flags dup() {
            return new Flags(1, true, false, MqttProperties.NO_PROPERTIES);
        }

        public static Flags qos(int qos) {
            return new Flags(qos, false, false, MqttProperties.NO_PROPERTIES);
        }
    }

    public void publish(int packetId, String topic, byte[] payload, Flags flags) throws IOException {
        send(new MqttPublishMessage(
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH, flags.duplicate(), MqttQoS.valueOf(flags.qos()), flags.retain(), 0),
                new MqttPublishVariableHeader(topic, packetId, flags.properties()),
                Unpooled.wrappedBuffer(payload)));
    }

    /** Subscribes to one filter; the code in the SUBACK. */
    public int subscribe(String filter) throws IOException {
        send(MqttMessageBuilders.subscribe()
                .messageId(99)
                .addSubscription(MqttQoS.AT_LEAST_ONCE, filter)
                .build());
        return ((MqttSubAckMessage) next()).payload().reasonCodes().getFirst();
    }

    public void ping() throws IOException {
        send(MqttMessage.PINGREQ);
    }

    public void send(MqttMessage message) throws IOException {
        encoder.writeOutbound(message);
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes);
            part.release();
            send(bytes);
        }
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Something that is sent. */
    @FunctionalInterface
    public interface Sending {
        void send() throws IOException;
    }

    /** Sends all of it with one write. */
    public void together(Sending sending) throws IOException {
        ByteArrayOutputStream collected = new ByteArrayOutputStream();
        OutputStream socketStream = out;
        out = collected;
        sending.send();
        out = socketStream;
        out.write(collected.toByteArray());
    }

    /** The next bytes as they come, past the decoder. */
    public byte[] bytes(int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    /** The next packet; fails if none comes in time or the connection ends. */
    public MqttMessage next() throws IOException {
        MqttMessage message = read();
        if (message == null) {
            throw new IOException("the connection ended");
        }
        return message;
    }

    /** The packet id of the next packet, which must be a PUBACK that accepts. */
    public int acknowledged() throws IOException {
        MqttMessage message = next();
        if (message.fixedHeader().messageType() != MqttMessageType.PUBACK || reasonOfPubAck(message) != 0) {
            throw new IOException("not a PUBACK that accepts: " + message);
        }
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    /** The reason code of the next packet, which must be a PUBACK. */
    public int refused() throws IOException {
        return reasonOfPubAck(next());
    }

    public static int reasonOfPubAck(MqttMessage message) {
        return message.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                ? Byte.toUnsignedInt(reply.reasonCode())
                : 0;
    }

    /** The reason code of the DISCONNECT that must come next, and the end of the connection behind it. */
    public int disconnected() throws IOException {
        MqttMessage message = next();
        int reason =
                Byte.toUnsignedInt(((MqttReasonCodeAndPropertiesVariableHeader) message.variableHeader()).reasonCode());
        if (message.fixedHeader().messageType() != MqttMessageType.DISCONNECT || !closed()) {
            throw new IOException("not a DISCONNECT: " + message);
        }
        return reason;
    }

    /** Whether the connection ends without another packet. */
    public boolean closed() throws IOException {
        return read() == null;
    }

    /** Whether nothing comes for so long; the connection stays. */
    public boolean silent(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    private @Nullable MqttMessage read() throws IOException {
        byte[] buffer = new byte[4096];
        while (true) {
            MqttMessage message = decoder.readInbound();
            if (message != null) {
                return message;
            }
            int count;
            try {
                count = socket.getInputStream().read(buffer);
            } catch (SocketException e) {
                // A reset is an end too.
                return null;
            }
            if (count < 0) {
                return null;
            }
            decoder.writeInbound(Unpooled.copiedBuffer(buffer, 0, count));
        }
    }

    private static MqttFixedHeader header(MqttMessageType type, int qos) {
        return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
