package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.Principal;

/** Members, and the principals they vouch for. */
final class MemberContract {
    private MemberContract() {}

    static Transition admit(State state, Context context, Command.AdmitMember command) {
        Member member = command.member();
        if (state.member(member.id()).filter(member::equals).isPresent()) {
            return Transition.repeated(state);
        }
        if (!state.members().isEmpty()) {
            return Transition.refused(state, Refusal.NEEDS_A_VOTE);
        }
        if (!member.id().equals(context.submitter())) {
            return Transition.refused(state, Refusal.NOT_YOURS);
        }
        return Transition.applied(state.with(member));
    }

    static Transition put(State state, Context context, Command.PutPrincipal command) {
        Principal principal = command.principal();
        Optional<Principal> known = state.principal(principal.id());
        boolean yours = principal.member().equals(context.submitter())
                && known.map(Principal::member).orElse(principal.member()).equals(context.submitter());
        if (!yours) {
            return Transition.refused(state, Refusal.NOT_YOURS);
        }
        if (known.filter(principal::equals).isPresent()) {
            return Transition.repeated(state);
        }
        return Transition.applied(state.with(principal));
    }
}
