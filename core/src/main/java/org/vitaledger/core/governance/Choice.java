package org.vitaledger.core.governance;

/** What a member votes. The numbers stand on the ledger. */
public enum Choice {
    APPROVE(1),
    REJECT(2);

    private final int code;

    Choice(int code) {
        this.code = code;
    }

    /** The number that stands on the ledger. */
    public int code() {
        return code;
    }
}
