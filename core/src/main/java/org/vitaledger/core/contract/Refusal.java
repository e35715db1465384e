package org.vitaledger.core.contract;

/**
 * Why the contracts refuse a command, in the order in which they look: every replica refuses for the same reason. The
 * numbers stand on the ledger and never change their meaning.
 */
public enum Refusal {
    NOT_A_MEMBER(10, "The submitter is not a member of the consortium."),
    NEEDS_A_VOTE(11, "The consortium is founded; further members need a vote."),
    NOT_YOURS(12, "The record belongs to another member."),
    UNKNOWN_PRINCIPAL(20, "The principal is not on the ledger."),
    PRINCIPAL_INACTIVE(21, "The principal was withdrawn by its institution."),
    NOT_THE_PATIENT(22, "Only the patient can give, change or take back a consent."),
    UNKNOWN_DEVICE(30, "The device is not on the ledger."),
    DEVICE_EXISTS(31, "The device number is in use."),
    DEVICE_REVOKED(32, "The device was revoked for good."),
    PATIENT_ERASED(33, "The patient's key was destroyed."),
    UNKNOWN_CONSENT(40, "The consent is not on the ledger."),
    CONSENT_REVOKED(41, "The consent was taken back for good."),
    CONSENT_NOT_ACTIVE(42, "A consent is given as active; taking it back is another command."),
    STALE_VERSION(43, "The consent's version is not one above the last."),
    TOO_MANY_CONSENTS(44, "The patient has as many consents as the contracts allow."),
    BATCH_OUT_OF_ORDER(50, "The batch number is not one above the gateway's last."),
    BATCH_DIFFERS(51, "The gateway's last batch had another root."),
    ALREADY_ANCHORED(52, "A sequence number of the batch is committed by an earlier anchor."),
    AUDIT_HEAD_BEHIND(60, "The audit head counts fewer records than the last, or as many with another root.");

    private final int code;
    private final String text;

    Refusal(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The number that stands on the ledger. */
    public int code() {
        return code;
    }

    /** What is told to the submitter; static. */
    public String text() {
        return text;
    }
}
