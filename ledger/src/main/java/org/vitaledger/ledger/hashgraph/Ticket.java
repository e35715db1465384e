package org.vitaledger.ledger.hashgraph;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.value.MemberId;

/**
 * A command on its way through the engine: the submitting process' number for it, then the entry that it would become if
 * applied, which is the canonical form of a command that there is.
 *
 * @param id {@link #ID} bytes, unique for the member
 * @param command the command
 */
record Ticket(Bytes id, Command command) {
    static final int ID = 16;
    static final int MAX_SIZE = ID + Entry.MAX_SIZE;

    static Bytes encode(Bytes id, MemberId submitter, Command command) {
        return id.plus(new Entry.Ordered(submitter, command, 0).encode());
    }

    /** Empty if {@code content} is not a ticket of {@code submitter}, whom the engine authenticated. */
    static Optional<Ticket> parse(Bytes content, MemberId submitter) {
        if (content.size() <= ID || content.size() > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            Entry entry = Entry.parse(content.slice(ID, content.size()).toArray());
            return entry instanceof Entry.Ordered ordered
                            && ordered.submitter().equals(submitter)
                            && ordered.outcome() == 0
                    ? Optional.of(new Ticket(content.slice(0, ID), ordered.command()))
                    : Optional.empty();
        } catch (EntryRejected e) {
            return Optional.empty();
        }
    }
}
