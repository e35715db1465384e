package org.vitaledger.core.access;

/** Why access is denied, in the order in which the contract looks. The names stand in audit records. */
public enum DenyReason {
    UNKNOWN_PRINCIPAL("The principal is not on the ledger."),
    PRINCIPAL_INACTIVE("The principal was withdrawn by its institution."),
    ROLE_NOT_HELD("The principal does not hold the role."),
    ROLE_READS_NO_PATIENTS("The role reads no clinical content."),
    PATIENT_ERASED("The patient's key was destroyed."),
    NOT_OWN_RECORD("Patients read their own record only."),
    NO_CONSENT("No consent of the patient names the principal or its institution."),
    CONSENT_REVOKED("The patient took the consent back."),
    OUTSIDE_PERIOD("The consent does not hold at this time."),
    OTHER_PURPOSE("The consent does not cover the purpose.");

    private final String text;

    DenyReason(String text) {
        this.text = text;
    }

    /** What is recorded; static. */
    public String text() {
        return text;
    }
}
