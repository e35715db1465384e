package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.core.value.Sequences;

/** Anchors: a gateway's batches one after the other, each sequence number of a device committed once (INV-002). */
final class AnchorContract {
    private AnchorContract() {}

    static Transition anchor(State state, Context context, Command.Anchor command) {
        Optional<Refusal> notYours = Contracts.unlessOwner(command.gateway().member(), context);
        if (notYours.isPresent()) {
            return Transition.refused(state, notYours.get());
        }
        State.GatewayHead head = state.gateway(command.gateway()).orElse(new State.GatewayHead(0, command.root()));
        if (command.number() == head.number()) {
            return head.root().equals(command.root())
                    ? Transition.repeated(state)
                    : Transition.refused(state, Refusal.BATCH_DIFFERS);
        }
        if (command.number() != head.number() + 1) {
            return Transition.refused(state, Refusal.BATCH_OUT_OF_ORDER);
        }
        State next = state.with(command.gateway(), new State.GatewayHead(command.number(), command.root()));
        for (SequenceRange range : command.ranges()) {
            Optional<Device> device = next.device(range.device());
            if (device.isEmpty()) {
                return Transition.refused(state, Refusal.UNKNOWN_DEVICE);
            }
            // A device that was revoked after its readings were accepted is still committed: they were acknowledged.
            Optional<Refusal> notItsMember = Contracts.unlessOwner(device.get().member(), context);
            if (notItsMember.isPresent()) {
                return Transition.refused(state, notItsMember.get());
            }
            Optional<Sequences> committed =
                    device.get().anchored().with(range.first(), range.last(), Sequences.MAX_GAPS);
            if (committed.isEmpty()) {
                return Transition.refused(state, Refusal.ALREADY_ANCHORED);
            }
            next = next.with(device.get().with(committed.get()));
        }
        return Transition.applied(next);
    }
}
