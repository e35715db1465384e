package org.vitaledger.core.governance;

import java.util.Optional;

/**
 * How many of the active members must approve: more than {@code numerator / denominator} of them, one vote each.
 *
 * @param numerator of the fraction
 * @param denominator of the fraction, which is at least one half and below one
 */
public record Majority(long numerator, long denominator) {
    /** For who is a member and by which rules: as many as a checkpoint's signatures need. */
    public static final Majority TWO_THIRDS = new Majority(2, 3);

    public Majority {
        if (numerator >= denominator || 2 * numerator < denominator) {
            throw new IllegalArgumentException("a majority is more than a fraction from one half to below one");
        }
    }

    /**
     * What the votes decide: present once enough approve, or once enough can't approve any more.
     *
     * @param members how many are active
     * @param approvals how many of those approved
     * @param rejections how many of those rejected
     */
    public Optional<Choice> verdict(long members, long approvals, long rejections) {
        if (isReached(members, approvals)) {
            return Optional.of(Choice.APPROVE);
        }
        return isReached(members, members - rejections) ? Optional.empty() : Optional.of(Choice.REJECT);
    }

    private boolean isReached(long members, long approvals) {
        return approvals * denominator > members * numerator;
    }
}
