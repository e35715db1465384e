package org.vitaledger.device.publish;

/** What became of a published pack. */
public sealed interface Acknowledgement {
    /** The gateway has it for good. */
    record Accepted() implements Acknowledgement {}

    /**
     * The gateway will never take it.
     *
     * @param code the MQTT 5 reason code
     * @param text the gateway's words, may be empty
     */
    record Refused(int code, String text) implements Acknowledgement {}

    /** The connection ended first: nobody knows, and it must be sent again. */
    record Lost() implements Acknowledgement {}
}
