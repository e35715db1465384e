package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.governance.RosterChange;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.Principal;

/** The founding members, and the principals they vouch for. */
final class MemberContract {
    private MemberContract() {}

    static Transition found(State state, Context context, Command.FoundConsortium command) {
        boolean founder =
                command.members().stream().anyMatch(member -> member.id().equals(context.submitter()));
        Governance governance = state.governance();
        Optional<RosterChange> first = governance.firstRoster();
        if (first.isPresent()) {
            boolean same = founder && first.get().members().equals(command.members());
            return same ? Transition.repeated(state) : Transition.refused(state, Refusal.NEEDS_A_VOTE);
        }
        if (!founder) {
            return Transition.refused(state, Refusal.NOT_YOURS);
        }
        for (Member member : command.members()) {
            governance = governance.with(new Governance.Seat(member, Standing.ACTIVE));
        }
        return Transition.applied(state.with(governance
                .withRosterFrom(context.height())
                .with(new VersionChange(Contracts.FIRST_VERSION, context.height()))));
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
