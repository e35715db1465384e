package org.vitaledger.edge.admit;

import org.vitaledger.edge.mqtt.Answer;
import org.vitaledger.edge.mqtt.Reason;

/** Why a gateway refuses what a device sent, in the order in which it looks. */
public enum AdmissionRefusal {
    OVERSIZED_PACKET(Reason.PACKET_TOO_LARGE, "The packet is larger than the gateway takes."),
    MALFORMED_PACKET(Reason.MALFORMED_PACKET, "The packet is not MQTT."),
    UNKNOWN_TOPIC(Reason.TOPIC_NAME_INVALID, "There is no such topic; packs go to vl/<device>/up."),
    TOPIC_OF_ANOTHER(Reason.NOT_AUTHORIZED, "The topic belongs to another device."),
    NOT_A_PACK(Reason.PAYLOAD_FORMAT_INVALID, "The payload is not a signed pack."),
    PACK_OF_ANOTHER(Reason.NOT_AUTHORIZED, "The pack names another device as its signer."),
    UNKNOWN_DEVICE(Reason.NOT_AUTHORIZED, "The device is not on the ledger."),
    FOREIGN_DEVICE(Reason.NOT_AUTHORIZED, "The device is enrolled by another institution."),
    DEVICE_REVOKED(Reason.NOT_AUTHORIZED, "The device was revoked for good."),
    BAD_SIGNATURE(Reason.NOT_AUTHORIZED, "The signature is not the device's."),
    REPLAYED_SEQUENCE(
            Reason.IMPLEMENTATION_SPECIFIC,
            "The sequence number was used before, by other content, or was passed over too long ago."),
    DEVICE_UNBOUND(Reason.NOT_AUTHORIZED, "The device is bound to no patient."),
    PATIENT_ERASED(Reason.NOT_AUTHORIZED, "The patient's key was destroyed."),
    BAD_CONTENT(Reason.PAYLOAD_FORMAT_INVALID, "The content of the pack is not SenML of the profile."),
    CLOCK_AHEAD(Reason.IMPLEMENTATION_SPECIFIC, "A time in the pack lies in the future: set the device's clock."),
    CLOCK_BEHIND(Reason.IMPLEMENTATION_SPECIFIC, "A time in the pack lies too far back: set the device's clock."),
    MEASURED_BEFORE_BINDING(
            Reason.IMPLEMENTATION_SPECIFIC, "A reading was measured before the device was bound to its patient."),
    UNKNOWN_CODE(Reason.IMPLEMENTATION_SPECIFIC, "The pack has a parameter that the gateway does not know."),
    IMPOSSIBLE_UNIT(Reason.IMPLEMENTATION_SPECIFIC, "The pack has a unit that its parameter cannot have."),
    IMPLAUSIBLE_VALUE(Reason.IMPLEMENTATION_SPECIFIC, "The pack has a value that is not physiologically possible.");

    private final Reason reason;
    private final String text;

    AdmissionRefusal(Reason reason, String text) {
        this.reason = reason;
        this.text = text;
    }

    /** Whether the times in the pack are why: what a wrong clock brings about, if it goes on. */
    public boolean isOfTime() {
        return this == CLOCK_AHEAD || this == CLOCK_BEHIND || this == MEASURED_BEFORE_BINDING;
    }

    /** Whether the device's signature was found to be right before. */
    public boolean isOfSigned() {
        return compareTo(BAD_SIGNATURE) > 0;
    }

    /** The MQTT 5 reason code that tells it. */
    public Reason reason() {
        return reason;
    }

    /** What is told to the device and its operator; static. */
    public String text() {
        return text;
    }

    /** The answer to a PUBLISH; not for the first two, which never became one. */
    public Answer answer() {
        return Answer.refused(reason, name() + ": " + text);
    }
}
