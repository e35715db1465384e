package org.vitaledger.api.error;

import java.util.Locale;
import org.vitaledger.api.auth.PasswordRefusal;
import org.vitaledger.api.auth.TokenRefusal;
import org.vitaledger.core.access.DenyReason;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.fault.Fault;

/** The one table from refusals, denials and faults to what a client is told. */
public final class ErrorTable {
    private ErrorTable() {}

    /** A token that does not count. */
    public static Problem of(TokenRefusal refusal) {
        return switch (refusal) {
            case MISSING -> ApiRefusal.TOKEN_MISSING.problem();
            case MALFORMED -> ApiRefusal.TOKEN_MALFORMED.problem();
            case BAD_SIGNATURE -> ApiRefusal.TOKEN_SIGNATURE.problem();
            case EXPIRED -> ApiRefusal.TOKEN_EXPIRED.problem();
            case REVOKED -> ApiRefusal.TOKEN_REVOKED.problem();
            case ACTOR_DISABLED -> ApiRefusal.ACTOR_DISABLED.problem();
        };
    }

    /** A password that is not changed. */
    public static Problem of(PasswordRefusal refusal) {
        return switch (refusal) {
            case CLOSED -> ApiRefusal.TOO_MANY_GUESSES.problem();
            case WRONG -> ApiRefusal.PASSWORD_WRONG.problem();
            case WEAK -> ApiRefusal.PASSWORD_WEAK.problem();
            case UNCHANGED -> ApiRefusal.PASSWORD_UNCHANGED.problem();
        };
    }

    /**
     * A denial. What depends on the patient's consents or existence gets one and the same answer, so that nothing can be
     * inferred from it (INV-010); the audit record holds the reason.
     */
    public static Problem of(DenyReason reason) {
        return switch (reason) {
            case UNKNOWN_PRINCIPAL, PRINCIPAL_INACTIVE -> ApiRefusal.PRINCIPAL_INACTIVE.problem();
            case ROLE_NOT_HELD, ROLE_READS_NO_PATIENTS -> ApiRefusal.ROLE_MISSING.problem();
            case PATIENT_ERASED, NOT_OWN_RECORD, NO_CONSENT, CONSENT_REVOKED, OUTSIDE_PERIOD, OTHER_PURPOSE ->
                ApiRefusal.NOT_PERMITTED.problem();
        };
    }

    /** A command that the ledger's contracts refused. */
    public static Problem of(Refusal refusal) {
        return switch (refusal) {
            case NOT_A_MEMBER, NEEDS_A_VOTE, MEMBER_SUSPENDED, MEMBER_REMOVED ->
                contract(refusal, 403, IssueType.FORBIDDEN);
            case NOT_YOURS, UNKNOWN_PRINCIPAL, PRINCIPAL_INACTIVE, NOT_THE_PATIENT ->
                contract(refusal, 403, IssueType.FORBIDDEN);
            case UNKNOWN_DEVICE, UNKNOWN_CONSENT, UNKNOWN_PROPOSAL, UNKNOWN_MEMBER ->
                contract(refusal, 404, IssueType.NOT_FOUND);
            case DEVICE_EXISTS, ALREADY_ANCHORED, PROPOSAL_EXISTS, MEMBER_EXISTS, KEY_IN_USE ->
                contract(refusal, 409, IssueType.DUPLICATE);
            case STALE_VERSION -> contract(refusal, 412, IssueType.CONFLICT);
            case BATCH_OUT_OF_ORDER,
                    BATCH_DIFFERS,
                    AUDIT_HEAD_BEHIND,
                    AUDIT_NOT_CONSISTENT,
                    NOTHING_LOST,
                    PROPOSAL_OUT_OF_ORDER -> contract(refusal, 409, IssueType.CONFLICT);
            case DEVICE_REVOKED,
                    PATIENT_ERASED,
                    CONSENT_REVOKED,
                    CONSENT_NOT_ACTIVE,
                    TOO_MANY_CONSENTS,
                    CONSENT_TOO_LONG -> contract(refusal, 422, IssueType.BUSINESS_RULE);
            case VOTED_OTHERWISE,
                    PROPOSAL_DECIDED,
                    PROPOSAL_EXPIRED,
                    TOO_MANY_PROPOSALS,
                    TOO_MANY_MEMBERS,
                    LAST_MEMBER -> contract(refusal, 422, IssueType.BUSINESS_RULE);
            case NOTHING_TO_CHANGE,
                    UNKNOWN_PARAMETER,
                    OUT_OF_RANGE,
                    VERSION_GOES_BACK,
                    UNKNOWN_VERSION,
                    HEIGHT_PAST,
                    HEIGHT_TOO_FAR,
                    NO_CARD -> contract(refusal, 422, IssueType.BUSINESS_RULE);
        };
    }

    /** A failure of the environment: its code and remedy, not its context. */
    public static Problem of(Fault fault) {
        return new Problem(
                503,
                IssueType.TRANSIENT,
                fault.code().id(),
                "The server can't do this at the moment.",
                "Try again later; the node's operator sees the cause in the log.");
    }

    private static Problem contract(Refusal refusal, int status, IssueType type) {
        String code = String.format(Locale.ROOT, "VL-CONTRACT-%03d", refusal.code());
        return new Problem(
                status, type, code, refusal.text(), "The ledger's contracts decide this; see docs/errors.md.");
    }
}
