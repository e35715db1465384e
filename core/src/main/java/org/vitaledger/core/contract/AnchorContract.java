package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.SequenceRange;

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
            Optional<Device> device = state.device(range.device());
            Optional<Refusal> refusal = check(device, range, context);
            if (refusal.isPresent()) {
                return Transition.refused(state, refusal.get());
            }
            next = next.with(device.orElseThrow().anchoredTo(range.last()));
        }
        return Transition.applied(next);
    }

    private static Optional<Refusal> check(Optional<Device> device, SequenceRange range, Context context) {
        if (device.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_DEVICE);
        }
        // A device that was revoked after its readings were accepted is still committed: they were acknowledged.
        return Contracts.unlessOwner(device.get().member(), context)
                .or(() -> range.first() <= device.get().anchoredSequence()
                        ? Optional.of(Refusal.ALREADY_ANCHORED)
                        : Optional.empty());
    }
}
