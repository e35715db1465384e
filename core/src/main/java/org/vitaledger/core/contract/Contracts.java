package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.value.MemberId;

/** The state machine of the ledger. Stateless, safe for any thread. */
public final class Contracts {
    private Contracts() {}

    /**
     * Applies one command: a pure function of its arguments. What can't be applied is refused, never thrown.
     */
    public static Transition apply(State state, Context context, Command command) {
        if (command instanceof Command.AdmitMember founding) {
            return MemberContract.admit(state, context, founding);
        }
        if (state.member(context.submitter()).isEmpty()) {
            return Transition.refused(state, Refusal.NOT_A_MEMBER);
        }
        return switch (command) {
            case Command.AdmitMember c -> MemberContract.admit(state, context, c);
            case Command.PutPrincipal c -> MemberContract.put(state, context, c);
            case Command.RegisterDevice c -> DeviceContract.register(state, context, c);
            case Command.BindDevice c -> DeviceContract.bind(state, context, c);
            case Command.RevokeDevice c -> DeviceContract.revoke(state, context, c);
            case Command.PutConsent c -> ConsentContract.put(state, context, c);
            case Command.RevokeConsent c -> ConsentContract.revoke(state, context, c);
            case Command.Anchor c -> AnchorContract.anchor(state, context, c);
            case Command.AnchorAuditHeads c -> AuditContract.anchor(state, context, c);
            case Command.RecordErasure c -> AuditContract.erase(state, context, c);
        };
    }

    static Optional<Refusal> unlessOwner(MemberId owner, Context context) {
        return owner.equals(context.submitter()) ? Optional.empty() : Optional.of(Refusal.NOT_YOURS);
    }
}
