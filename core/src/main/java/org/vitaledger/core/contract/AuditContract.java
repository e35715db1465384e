package org.vitaledger.core.contract;

import java.util.Optional;

/** Heads of audit records, and receipts for destroyed keys. */
final class AuditContract {
    private AuditContract() {}

    static Transition anchor(State state, Context context, Command.AnchorAuditHeads command) {
        State next = state;
        for (AuditHead head : command.heads()) {
            Optional<AuditHead> last = state.auditHead(context.submitter(), head.patient());
            if (last.filter(head::equals).isPresent()) {
                continue;
            }
            if (last.isPresent() && head.count() <= last.get().count()) {
                return Transition.refused(state, Refusal.AUDIT_HEAD_BEHIND);
            }
            next = next.with(context.submitter(), head);
        }
        return next == state ? Transition.repeated(state) : Transition.applied(next);
    }

    static Transition erase(State state, Context context, Command.RecordErasure command) {
        return state.erasures(command.patient()).contains(context.submitter())
                ? Transition.repeated(state)
                : Transition.applied(state.withErasure(command.patient(), context.submitter()));
    }
}
