package org.vitaledger.core.contract;

/**
 * Why the contracts refuse a command, in the order in which they look: every replica refuses for the same reason. The
 * numbers stand on the ledger and never change their meaning.
 */
public enum Refusal {
    NOT_A_MEMBER(10, "The submitter is not a member of the consortium."),
    NEEDS_A_VOTE(11, "The consortium is founded; further members need a vote."),
    MEMBER_SUSPENDED(13, "The submitter is suspended by a vote of the members."),
    MEMBER_REMOVED(14, "The submitter was removed by a vote of the members."),
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
    CONSENT_TOO_LONG(45, "From version 2 on a consent holds for at most ten years; it can be given anew."),
    BATCH_OUT_OF_ORDER(50, "The batch number is not one above the gateway's last."),
    BATCH_DIFFERS(51, "The gateway's last batch had another root."),
    ALREADY_ANCHORED(52, "A sequence number of the batch is committed by an earlier anchor."),
    AUDIT_HEAD_BEHIND(60, "The audit log has fewer records than were anchored last, or as many and others."),
    AUDIT_NOT_CONSISTENT(61, "The audit log does not begin with the records that were anchored last."),
    NOTHING_LOST(62, "The audit log is as it was anchored last; no loss is to be recorded."),
    UNKNOWN_PROPOSAL(70, "There is no proposal of this number."),
    PROPOSAL_EXISTS(71, "The proposal's number is in use."),
    PROPOSAL_OUT_OF_ORDER(72, "The proposal's number is not one above the last."),
    VOTED_OTHERWISE(73, "The member has voted on the proposal, and a vote stands."),
    PROPOSAL_DECIDED(74, "The proposal is decided."),
    PROPOSAL_EXPIRED(75, "The proposal expired undecided."),
    TOO_MANY_PROPOSALS(76, "The member has as many open proposals as the contracts allow."),
    UNKNOWN_MEMBER(80, "The change concerns somebody who is not a member."),
    MEMBER_EXISTS(81, "The institution is a member already."),
    TOO_MANY_MEMBERS(82, "The consortium has as many members as the contracts allow."),
    KEY_IN_USE(83, "One of the keys is another member's."),
    LAST_MEMBER(84, "The last active member can't be suspended or removed."),
    NOTHING_TO_CHANGE(85, "It is already as the change would make it."),
    UNKNOWN_PARAMETER(86, "There is no parameter of this name."),
    OUT_OF_RANGE(87, "The value is outside the parameter's range."),
    VERSION_GOES_BACK(88, "The version of the contracts is not above the last that was decided."),
    UNKNOWN_VERSION(89, "The contracts, or this software, do not have the version."),
    HEIGHT_PAST(90, "The height is not above the present one and that of the last change of version."),
    HEIGHT_TOO_FAR(91, "The height is further ahead than a year at a block a second."),
    NO_CARD(92, "A member that joins others needs a card, by which they reach it.");

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
