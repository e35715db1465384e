package org.vitaledger.core.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Sequences;

/** Devices: enrolled once, bound to one patient at a time, revoked for good. */
final class DeviceContract {
    private DeviceContract() {}

    static Transition register(State state, Context context, Command.RegisterDevice command) {
        Optional<Device> known = state.device(command.device());
        if (known.isPresent()) {
            boolean same = known.get().member().equals(context.submitter())
                    && known.get().key().equals(command.key());
            return same ? Transition.repeated(state) : Transition.refused(state, Refusal.DEVICE_EXISTS);
        }
        return Transition.applied(state.with(new Device(
                command.device(),
                context.submitter(),
                command.key(),
                Optional.empty(),
                millis(context),
                false,
                Device.Status.ACTIVE,
                Sequences.NONE)));
    }

    static Transition bind(State state, Context context, Command.BindDevice command) {
        if (command.patient().filter(p -> !state.erasures(p).isEmpty()).isPresent()) {
            return Transition.refused(state, Refusal.PATIENT_ERASED);
        }
        return change(state, context, command.device(), device -> {
            if (device.status() == Device.Status.REVOKED) {
                return Transition.refused(state, Refusal.DEVICE_REVOKED);
            }
            if (device.patient().equals(command.patient())) {
                return Transition.repeated(state);
            }
            return Transition.applied(state.with(device.boundTo(command.patient(), millis(context))));
        });
    }

    static Transition revoke(State state, Context context, Command.RevokeDevice command) {
        return change(state, context, command.device(), device -> {
            if (device.status() == Device.Status.REVOKED) {
                return Transition.repeated(state);
            }
            return Transition.applied(state.with(device.revoked()));
        });
    }

    /** Devices tell the times of their measurements no finer. */
    private static Instant millis(Context context) {
        return context.time().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Transition change(State state, Context context, DeviceId id, Function<Device, Transition> change) {
        Optional<Device> known = state.device(id);
        if (known.isEmpty()) {
            return Transition.refused(state, Refusal.UNKNOWN_DEVICE);
        }
        return Contracts.unlessOwner(known.get().member(), context)
                .map(refusal -> Transition.refused(state, refusal))
                .orElseGet(() -> change.apply(known.get()));
    }
}
