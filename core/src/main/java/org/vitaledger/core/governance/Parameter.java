package org.vitaledger.core.governance;

import java.util.Optional;

/**
 * What members can set by a vote: a closed list. The names stand on the ledger; a new parameter comes with a new version
 * of the contracts, because older software refuses it.
 */
public enum Parameter {
    /** Other changes than of roster and version need approval by more than so many thousandths of the active members. */
    VOTING_THRESHOLD("voting-threshold", 500, 500, 999),
    /** How long a proposal may be voted on, in seconds: a minute to 90 days. Holds for proposals made afterwards. */
    PROPOSAL_LIFETIME("proposal-lifetime", 7 * 86_400, 60, 90 * 86_400),
    /** How many blocks after its decision a change of the roster holds, so that every node can prepare for it. */
    ROSTER_NOTICE("roster-notice", 2, 1, 10_000),
    /** How old a node's state may be for it to decide about access, in seconds, where others could be ahead (INV-014). */
    ACCESS_STALENESS("access-staleness", 300, 1, 3600);

    private final String text;
    private final long initial;
    private final long least;
    private final long most;

    Parameter(String text, long initial, long least, long most) {
        this.text = text;
        this.initial = initial;
        this.least = least;
        this.most = most;
    }

    /** The parameter with a name, if there is one. */
    public static Optional<Parameter> named(String text) {
        for (Parameter parameter : values()) {
            if (parameter.text.equals(text)) {
                return Optional.of(parameter);
            }
        }
        return Optional.empty();
    }

    /** The name that stands on the ledger. */
    public String text() {
        return text;
    }

    /** The value until the members set another. */
    public long initial() {
        return initial;
    }

    /** The greatest value that there can be. */
    public long most() {
        return most;
    }

    /** Whether a value is within the parameter's range. */
    public boolean allows(long value) {
        return value >= least && value <= most;
    }
}
