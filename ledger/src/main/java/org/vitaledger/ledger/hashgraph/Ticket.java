package org.vitaledger.ledger.hashgraph;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.log.Submission;

/**
 * A command on its way through the engine: the submitting process' number for it, then the entry that it would become if
 * applied, which is the canonical form of a command that there is.
 *
 * @param id {@link #ID} bytes, unique for the member
 * @param submission the command of the member whose node handed it to the engine
 */
record Ticket(Bytes id, Submission submission) {
    static final int ID = 16;
    static final int MAX_SIZE = ID + Entry.MAX_SIZE;

    Bytes encode() {
        return id.plus(submission.applied());
    }

    /** Empty if {@code content} is not a ticket of {@code submitter}, whom the engine authenticated. */
    static Optional<Ticket> parse(Bytes content, MemberId submitter) {
        if (content.size() <= ID || content.size() > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            Bytes applied = content.slice(ID, content.size());
            Entry entry = Entry.parse(applied);
            return entry instanceof Entry.Ordered ordered
                            && ordered.submitter().equals(submitter)
                            && ordered.outcome() == 0
                    ? Optional.of(
                            new Ticket(content.slice(0, ID), new Submission(submitter, ordered.command(), applied)))
                    : Optional.empty();
        } catch (EntryRejected e) {
            return Optional.empty();
        }
    }
}
