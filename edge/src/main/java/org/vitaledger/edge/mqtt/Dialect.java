package org.vitaledger.edge.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The packets that the endpoint sends, as the client asked for them in its CONNECT.
 *
 * @param version5 whether the client speaks MQTT 5, else 3.1.1
 * @param reasonStrings whether the client wants reason strings in acknowledgements (Request Problem Information)
 * @param packetBytes the largest packet that the client takes
 */
record Dialect(boolean version5, boolean reasonStrings, long packetBytes) {
    /** For a client that has not yet said what it speaks. */
    static final Dialect UNKNOWN = new Dialect(false, false, Long.MAX_VALUE);

    private static final int VERSION_5 = 5;
    private static final int REQUEST_PROBLEM_INFORMATION = 23;
    private static final int MAXIMUM_PACKET_SIZE = 39;
    private static final int REASON_STRING = 31;
    private static final int SESSION_EXPIRY_INTERVAL = 17;
    private static final int SERVER_KEEP_ALIVE = 19;
    private static final int RECEIVE_MAXIMUM = 33;
    private static final int TOPIC_ALIAS_MAXIMUM = 34;
    private static final int USER_PROPERTIES = 38;
    /** A CONNACK up to that many bytes of properties has lengths of one byte each. */
    private static final int SHORT = 125;
    /** Fixed header, packet id, reason code and lengths of a PUBACK; fixed header and lengths of a PUBLISH. */
    private static final int OVERHEAD = 16;

    static Dialect of(MqttConnectVariableHeader connect) {
        return new Dialect(
                connect.version() == VERSION_5,
                integer(connect.properties(), REQUEST_PROBLEM_INFORMATION).orElse(1) == 1,
                integer(connect.properties(), MAXIMUM_PACKET_SIZE)
                        .map(Integer::toUnsignedLong)
                        .orElse(Long.MAX_VALUE));
    }

    /** The value of a numeric property. */
    static Optional<Integer> integer(MqttProperties properties, int id) {
        return properties.getProperty(id) instanceof IntegerProperty property
                ? Optional.of(property.value())
                : Optional.empty();
    }

    MqttMessage connectRefused(Reason reason) {
        byte code = (byte) (version5 ? reason.code() : reason.connectReturnCode());
        return connAck(MqttConnectReturnCode.valueOf(code), MqttProperties.NO_PROPERTIES);
    }

    static MqttMessage connAck(MqttConnectReturnCode code, MqttProperties properties) {
        return new MqttConnAckMessage(
                header(MqttMessageType.CONNACK), new MqttConnAckVariableHeader(code, false, properties));
    }

    /** How many bytes such a CONNACK has; MQTT 5 only. */
    static int connAckBytes(MqttProperties properties) {
        int bytes = 0;
        for (MqttProperty<?> property : properties.listAll()) {
            bytes += switch (property) {
                case StringProperty text -> 3 + text.value().getBytes(StandardCharsets.UTF_8).length;
                default ->
                    switch (property.propertyId()) {
                        case SESSION_EXPIRY_INTERVAL, MAXIMUM_PACKET_SIZE -> 5;
                        case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM -> 3;
                        // Netty's builder always adds them, here without any.
                        case USER_PROPERTIES -> 0;
                        default -> 2;
                    };
            };
        }
        return bytes < SHORT ? bytes + 5 : bytes + 7;
    }

    /** A PUBACK that refuses; MQTT 5 only. */
    MqttMessage refused(int packetId, Answer.Refused refusal) {
        MqttProperties properties = new MqttProperties();
        if (reasonStrings && refusal.text().length() + OVERHEAD <= packetBytes) {
            properties.add(new StringProperty(REASON_STRING, refusal.text()));
        }
        return new MqttMessage(
                header(MqttMessageType.PUBACK),
                new MqttPubReplyMessageVariableHeader(
                        packetId, (byte) refusal.reason().code(), properties));
    }

    /** A DISCONNECT; MQTT 5 only. */
    static MqttMessage disconnect(Reason reason) {
        return new MqttMessage(
                header(MqttMessageType.DISCONNECT),
                new MqttReasonCodeAndPropertiesVariableHeader((byte) reason.code(), MqttProperties.NO_PROPERTIES));
    }

    static MqttMessage subAck(int packetId, List<Integer> codes) {
        return new MqttSubAckMessage(header(MqttMessageType.SUBACK), idHeader(packetId), new MqttSubAckPayload(codes));
    }

    MqttMessage unsubAck(int packetId, List<Short> codes) {
        return new MqttUnsubAckMessage(
                header(MqttMessageType.UNSUBACK),
                idHeader(packetId),
                new MqttUnsubAckPayload(version5 ? codes : List.of()));
    }

    static MqttMessage pong() {
        return new MqttMessage(header(MqttMessageType.PINGRESP));
    }

    /** Whether the client takes a PUBLISH of this size. */
    boolean takes(String topic, byte[] payload) {
        return topic.length() + payload.length + OVERHEAD <= packetBytes;
    }

    static MqttMessage publish(String topic, byte[] payload) {
        ByteBuf content = Unpooled.wrappedBuffer(payload);
        return new MqttPublishMessage(
                header(MqttMessageType.PUBLISH), new MqttPublishVariableHeader(topic, 0), content);
    }

    private static MqttMessageIdAndPropertiesVariableHeader idHeader(int packetId) {
        return new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES);
    }

    private static MqttFixedHeader header(MqttMessageType type) {
        return new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 0);
    }
}
