package org.vitaledger.core.proof;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.proof.Verdict.Step;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.Consent;

/** From a closing entry down to a consent. */
final class StateCheck {
    private StateCheck() {}

    static Statement consent(Evidence.OfConsent evidence) throws Refutation {
        Entry.Close close = closing(evidence.entry());
        if (!evidence.proof().verify(close.stateRoot(), StateKey.consent(evidence.consent()))) {
            throw new Refutation(Step.STATE, "the state proof does not lead to the block's state root");
        }
        Optional<Consent> consent = switch (evidence.proof()) {
            case StateProof.Membership membership -> Optional.of(consent(membership.value()));
            case StateProof.Absence absence -> Optional.empty();
        };
        return new Statement.ConsentStood(evidence.consent(), consent, close.height(), close.time());
    }

    private static Consent consent(Bytes record) throws Refutation {
        try {
            return State.parseConsent(record);
        } catch (EntryRejected e) {
            throw new Refutation(Step.STATE, "the record is not a consent");
        }
    }

    /** The entry that closes a block. */
    static Entry.Close closing(Bytes entry) throws Refutation {
        if (parse(Step.ENTRY, entry) instanceof Entry.Close close) {
            return close;
        }
        throw new Refutation(Step.ENTRY, "the entry does not close a block");
    }

    /** The ordered command in an entry that the contracts applied. */
    static Entry.Ordered applied(Step step, Bytes entry) throws Refutation {
        if (parse(step, entry) instanceof Entry.Ordered ordered && ordered.outcome() == 0) {
            return ordered;
        }
        throw new Refutation(step, "the entry is not an applied command");
    }

    private static Entry parse(Step step, Bytes entry) throws Refutation {
        try {
            return Entry.parse(entry);
        } catch (EntryRejected e) {
            throw new Refutation(step, "the entry is not one of a ledger");
        }
    }
}
