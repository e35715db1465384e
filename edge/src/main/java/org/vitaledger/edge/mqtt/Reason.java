package org.vitaledger.edge.mqtt;

/** The MQTT 5 reason codes that this endpoint sends (MQTT 5 section 2.4). */
public enum Reason {
    /** The endpoint failed. */
    UNSPECIFIED(0x80),
    /** The packet is not MQTT. */
    MALFORMED_PACKET(0x81),
    /** The packet must not come now or in this form. */
    PROTOCOL_ERROR(0x82),
    /** The content is not acceptable; the reason string says why. */
    IMPLEMENTATION_SPECIFIC(0x83),
    /** Neither MQTT 3.1.1 nor 5. */
    UNSUPPORTED_VERSION(0x84),
    /** The client identifier is too long, or empty where it must not be. */
    CLIENT_ID_INVALID(0x85),
    /** The user name or password is wrong. */
    BAD_CREDENTIALS(0x86),
    /** The client may not do that. */
    NOT_AUTHORIZED(0x87),
    /** It could not be stored now; connect again and send it again. */
    SERVER_BUSY(0x89),
    /** The endpoint is being stopped. */
    SHUTTING_DOWN(0x8B),
    /** There is no enhanced authentication. */
    BAD_AUTHENTICATION_METHOD(0x8C),
    /** Nothing came for one and a half times the keep-alive. */
    KEEP_ALIVE_TIMEOUT(0x8D),
    /** The same client connected again under the same identifier. */
    SESSION_TAKEN_OVER(0x8E),
    /** There is no such topic. */
    TOPIC_NAME_INVALID(0x90),
    /** More is in flight than the endpoint announced. */
    RECEIVE_MAXIMUM_EXCEEDED(0x93),
    /** The topic alias is out of range or was never set. */
    TOPIC_ALIAS_INVALID(0x94),
    /** The packet is larger than the endpoint announced. */
    PACKET_TOO_LARGE(0x95),
    /** The client has too many connections, or does not read what it subscribed to. */
    QUOTA_EXCEEDED(0x97),
    /** The payload is not a pack. */
    PAYLOAD_FORMAT_INVALID(0x99),
    /** There are no retained messages. */
    RETAIN_NOT_SUPPORTED(0x9A),
    /** There is no QoS 2. */
    QOS_NOT_SUPPORTED(0x9B),
    /** There are no shared subscriptions. */
    SHARED_SUBSCRIPTIONS_NOT_SUPPORTED(0x9E),
    /** There are no subscription identifiers. */
    SUBSCRIPTION_IDENTIFIERS_NOT_SUPPORTED(0xA1);

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    /** The code as it stands in packets, 0x80 to 0xA2. */
    public int code() {
        return code;
    }

    /** The return code of a 3.1.1 CONNACK that comes closest (MQTT 3.1.1 section 3.2.2.3). */
    int connectReturnCode() {
        return switch (this) {
            case UNSUPPORTED_VERSION -> 1;
            case CLIENT_ID_INVALID -> 2;
            case BAD_CREDENTIALS -> 4;
            case NOT_AUTHORIZED, BAD_AUTHENTICATION_METHOD -> 5;
            default -> 3;
        };
    }
}
