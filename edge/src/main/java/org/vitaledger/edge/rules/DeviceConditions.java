package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/**
 * What keeps the packs of devices from being heard or kept, so that whoever watches the patient learns that monitoring is
 * degraded. A condition that has lasted {@link #PATIENCE} raises a technical alert for the patient who wears the device.
 * It is over when it is said to be, when the device is that patient's no more, or after {@link Excursions#FORGOTTEN}
 * without another word of it. By the gateway's clock alone. Safe for any thread; knows as many as there are devices.
 */
public final class DeviceConditions {
    /** What is over sooner is no condition: a backlog of the patient before, or a disk that was busy. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    /** After it, what is still not stored is told again. */
    static final Duration REPEAT = Duration.ofMinutes(5);

    private final Map<Key, Condition> conditions = new ConcurrentHashMap<>();

    private record Key(AlertRule rule, DeviceId device) {}

    DeviceConditions() {}

    /** One device's; guarded by itself. */
    private static final class Condition {
        private final Key key;
        private final PatientHandle patient;
        private Instant since;
        private Instant last;
        private Instant toldAt = Instant.MIN;
        private @Nullable Alert told;

        Condition(Key key, PatientHandle patient, Instant now) {
            this.key = key;
            this.patient = patient;
            this.since = now;
            this.last = now;
        }

        synchronized Optional<Alert> met(Instant now) {
            if (now.isBefore(last)) {
                // The gateway's clock was set back.
                since = now;
                toldAt = Instant.MIN;
            }
            last = now;
            if (told != null || now.isBefore(since.plus(PATIENCE))) {
                return Optional.empty();
            }
            told = Alert.technical(key.device, patient, key.rule, since);
            toldAt = now;
            return Optional.of(told);
        }

        synchronized Optional<Alert> again(Instant now) {
            boolean isDue = key.rule == AlertRule.NOT_STORED
                    && last.isAfter(toldAt)
                    && Duration.between(toldAt, now).compareTo(REPEAT) >= 0;
            if (told == null || !isDue) {
                return Optional.empty();
            }
            toldAt = now;
            return Optional.of(told);
        }

        synchronized Optional<Alert> open(Instant now) {
            return isForgotten(now) ? Optional.empty() : Optional.ofNullable(told);
        }

        synchronized boolean isForgotten(Instant now) {
            return now.isAfter(last.plus(Excursions.FORGOTTEN));
        }
    }

    /**
     * A pack met a technical rule.
     *
     * @param patient who wears the device
     * @return the alert, if it is due now
     */
    public Optional<Alert> met(AlertRule rule, DeviceId device, PatientHandle patient, Instant now) {
        return conditions
                .compute(
                        new Key(rule, device),
                        (key, known) -> known != null && known.patient.equals(patient)
                                ? known
                                : new Condition(key, patient, now))
                .met(now);
    }

    /** A pack passed where the rule would have been met. */
    public void over(AlertRule rule, DeviceId device) {
        if (!conditions.isEmpty()) {
            conditions.remove(new Key(rule, device));
        }
    }

    /** Ends what is over by itself; what is left and is to be told again. */
    List<Alert> due(Instant now, Function<DeviceId, Optional<PatientHandle>> wearer) {
        List<Alert> due = new ArrayList<>();
        conditions.forEach((key, condition) -> {
            boolean isWorn = wearer.apply(key.device).equals(Optional.of(condition.patient));
            if (isWorn && !condition.isForgotten(now)) {
                condition.again(now).ifPresent(due::add);
            } else {
                conditions.remove(key, condition);
            }
        });
        return due;
    }

    /** What is open of the rule and the device of an alert. */
    Optional<Alert> open(Alert like, Instant now) {
        return Optional.ofNullable(conditions.get(new Key(like.rule(), like.device())))
                .flatMap(condition -> condition.open(now));
    }

    /** What was told and is not over. */
    List<Alert> open(Instant now) {
        return conditions.values().stream()
                .flatMap(condition -> condition.open(now).stream())
                .toList();
    }
}
