package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.merkle.ConsistencyProof;

/** Members' audit logs, and receipts for destroyed keys. */
final class AuditContract {
    private AuditContract() {}

    /** A log only grows: what was anchored stays its beginning (INV-011). */
    static Transition anchor(State state, Context context, Command.AnchorAudit command) {
        AuditHead head = command.head();
        Optional<AuditHead> anchored = state.auditHead(context.submitter());
        if (anchored.isEmpty()) {
            return command.path().isEmpty()
                    ? Transition.applied(state.with(context.submitter(), head))
                    : Transition.refused(state, Refusal.AUDIT_NOT_CONSISTENT);
        }
        AuditHead last = anchored.get();
        if (head.isLevelWith(last)) {
            return Transition.repeated(state);
        }
        if (head.size() <= last.size()) {
            return Transition.refused(state, Refusal.AUDIT_HEAD_BEHIND);
        }
        ConsistencyProof growth = new ConsistencyProof(last.size(), head.size(), command.path());
        boolean grew = last.size() == 0 ? command.path().isEmpty() : growth.verify(last.root(), head.root());
        return grew
                ? Transition.applied(state.with(context.submitter(), head.with(last.loss())))
                : Transition.refused(state, Refusal.AUDIT_NOT_CONSISTENT);
    }

    /** A member goes on from what is left of its log; that it lost the rest stays to be seen. */
    static Transition lose(State state, Context context, Command.RecordAuditLoss command) {
        AuditHead last = state.auditHead(context.submitter()).orElse(AuditHead.EMPTY);
        long counted = Math.max(last.size(), command.counted());
        boolean isTold = last.loss().filter(loss -> loss.counted() == counted).isPresent();
        boolean isWhole = command.left().isLevelWith(last) && (isTold || counted == last.size());
        if (counted == 0 || isWhole) {
            return last.loss().isPresent()
                    ? Transition.repeated(state)
                    : Transition.refused(state, Refusal.NOTHING_LOST);
        }
        AuditHead.Loss loss =
                AuditHead.Loss.after(last.loss(), counted, command.left().size());
        return Transition.applied(state.with(context.submitter(), command.left().with(Optional.of(loss))));
    }

    static Transition erase(State state, Context context, Command.RecordErasure command) {
        return state.erasures(command.patient()).contains(context.submitter())
                ? Transition.repeated(state)
                : Transition.applied(state.withErasure(command.patient(), context.submitter()));
    }
}
