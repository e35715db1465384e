package org.vitaledger.ledger.log;

import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.value.MemberId;

/**
 * A command on its way into a block.
 *
 * @param submitter the member that submitted it, authenticated by the ledger
 * @param command the command
 * @param applied the canonical bytes of its entry if it is applied; a refused one's differ in the outcome
 */
public record Submission(MemberId submitter, Command command, Bytes applied) {
    private static final int APPLIED = 0;

    /** What an outcome's code adds to an entry, at most. */
    private static final int LONGER = Short.BYTES;

    /** {@code command} of {@code submitter}. */
    public static Submission of(MemberId submitter, Command command) {
        return new Submission(submitter, command, new Entry.Ordered(submitter, command, APPLIED).encode());
    }

    /**
     * This submission.
     *
     * @throws IllegalArgumentException if its entry could be longer than {@link Entry#MAX_SIZE}
     */
    public Submission requireFits() {
        if (applied.size() + LONGER > Entry.MAX_SIZE) {
            throw new IllegalArgumentException("the command is too long for an entry");
        }
        return this;
    }

    /** The canonical bytes of its entry with {@code outcome}. */
    Bytes entry(int outcome) {
        return outcome == APPLIED ? applied : new Entry.Ordered(submitter, command, outcome).encode();
    }
}
