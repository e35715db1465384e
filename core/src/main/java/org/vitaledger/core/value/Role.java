package org.vitaledger.core.value;

/** What a principal may act as. The codes stand on the ledger and never change their meaning. */
public enum Role {
    /** The subject of readings; acts for the one handle that the ledger ties to the principal. */
    PATIENT(1),
    /** A clinician; reads under a consent. */
    PRACTITIONER(2),
    /** Reads the audit trail, never clinical content. */
    AUDITOR(3),
    /** Runs devices, gateways and the node; reads no clinical content. */
    OPERATOR(4);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** The number that stands on the ledger. */
    public int code() {
        return code;
    }
}
