package org.vitaledger.core.governance;

/** Whether a member may submit and vote. The numbers stand on the ledger. */
public enum Standing {
    /** It submits, votes and cosigns. */
    ACTIVE(1),
    /** Shut out by a vote until it is reinstated; what it put on the ledger stays. */
    SUSPENDED(2),
    /** Shut out by a vote, or gone; only a new admission brings it back. What it put on the ledger stays. */
    REMOVED(3);

    private final int code;

    Standing(int code) {
        this.code = code;
    }

    /** The number that stands on the ledger. */
    public int code() {
        return code;
    }
}
