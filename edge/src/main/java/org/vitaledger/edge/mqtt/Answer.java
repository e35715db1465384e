package org.vitaledger.edge.mqtt;

/** What became of a PUBLISH. */
public sealed interface Answer {
    /** It is durable: PUBACK (INV-001). */
    record Accepted() implements Answer {
        static final Accepted INSTANCE = new Accepted();
    }

    /**
     * It will never be accepted, and need not be sent again: PUBACK with the reason to MQTT 5, PUBACK to 3.1.1, which knows
     * no negative acknowledgement. What is to be kept of it is durable before this is answered.
     *
     * @param reason one of the codes that a PUBACK may carry (MQTT 5 section 3.4.2.1)
     * @param text the reason string, static text without patient data
     */
    record Refused(Reason reason, String text) implements Answer {
        public Refused {
            switch (reason) {
                case UNSPECIFIED,
                        IMPLEMENTATION_SPECIFIC,
                        NOT_AUTHORIZED,
                        TOPIC_NAME_INVALID,
                        QUOTA_EXCEEDED,
                        PAYLOAD_FORMAT_INVALID -> {}
                default -> throw new IllegalArgumentException("a PUBACK does not carry " + reason);
            }
        }
    }

    /** It could not be stored now: no acknowledgement, the connection ends, the client sends it again later. */
    record Unavailable() implements Answer {
        static final Unavailable INSTANCE = new Unavailable();
    }

    /** {@link Accepted}. */
    static Answer accepted() {
        return Accepted.INSTANCE;
    }

    /** {@link Refused}. */
    static Answer refused(Reason reason, String text) {
        return new Refused(reason, text);
    }

    /** {@link Unavailable}. */
    static Answer unavailable() {
        return Unavailable.INSTANCE;
    }
}
