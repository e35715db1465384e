package org.vitaledger.edge.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;

/**
 * Watches the readings of patients, over all their devices. Safe for any thread; readings of one device must come in their
 * order, so one device is on one thread at a time. Remembers at most {@value #MAX_PATIENTS} patients.
 *
 * <p>Limits and chart are for adults, and help to notice; they decide nothing. Missing values of the score count as no
 * points, so that a score on an incomplete chart is the least that it can be.
 */
public final class BedsideRules {
    /** A reading that is older on arrival says nothing of the present. */
    public static final Duration LATE = Duration.ofMillis(PatientState.LATE_MILLIS);

    static final int MAX_PATIENTS = 65_536;

    private final Tables tables;
    private final RecentStates<PatientHandle, PatientState> states;
    private final DeviceConditions conditions = new DeviceConditions();

    /** What readings are compared with. */
    record Tables(Thresholds thresholds, News2 chart, Predicate<PatientHandle> isOnScale2) {}

    private BedsideRules(Tables tables) {
        int slots = tables.thresholds.slots() + 1;
        int codes = tables.thresholds.codes();
        this.tables = tables;
        this.states = new RecentStates<>(MAX_PATIENTS, () -> new PatientState(slots, codes));
    }

    /** The rules that came with the program, oxygen saturation on scale 1 for everybody. */
    public static BedsideRules load() {
        return load(patient -> false);
    }

    /**
     * The rules that came with the program.
     *
     * @param isOnScale2 whether a clinician has put the patient on scale 2 for oxygen saturation; asked on the threads
     *     that bring readings, so it must not wait
     */
    public static BedsideRules load(Predicate<PatientHandle> isOnScale2) {
        return new BedsideRules(new Tables(Thresholds.load(), News2.load(), isOnScale2));
    }

    /**
     * Looks at the readings of one pack, or at those of them that were understood. The same pack again raises nothing.
     *
     * @param readings as the normaliser made them, each in the one unit of its code
     * @param arrival the gateway's time
     * @return the alerts that are due, in the order of the readings, that of the score last; mostly none
     * @throws IllegalArgumentException if the readings are not all of one device and patient
     */
    public List<Alert> check(List<Reading> readings, Instant arrival) {
        if (readings.isEmpty()) {
            return List.of();
        }
        PatientState state = states.of(readings.getFirst().patient());
        synchronized (state) {
            return new Check(tables, state, arrival.toEpochMilli()).of(readings);
        }
    }

    /** What keeps devices from being heard or kept. */
    public DeviceConditions conditions() {
        return conditions;
    }

    /**
     * What is due because time has passed, though nothing came: to be asked for every now and then.
     *
     * @param now the gateway's time
     * @param wearer the patient who wears a device, if any
     * @return technical alerts; mostly none
     */
    public List<Alert> due(Instant now, Function<DeviceId, Optional<PatientHandle>> wearer) {
        List<Alert> due = new ArrayList<>(conditions.due(now, wearer));
        Predicate<Alert> isWatched = alert -> wearer.apply(alert.device()).equals(Optional.of(alert.patient()));
        states.forEach(state -> {
            synchronized (state) {
                due.addAll(state.excursions().silent(now.toEpochMilli(), isWatched));
            }
        });
        return due;
    }

    /** The last alert of each rule that is still met at {@code now}, marked if nothing newer comes. */
    public List<Alert> open(Instant now) {
        List<Alert> open = new ArrayList<>(conditions.open(now));
        states.forEach(state -> addOpen(state, now, open));
        return open;
    }

    /** Those of one patient. */
    public List<Alert> open(PatientHandle patient, Instant now) {
        List<Alert> open = new ArrayList<>(conditions.open(now));
        open.removeIf(alert -> !alert.patient().equals(patient));
        states.find(patient).ifPresent(state -> addOpen(state, now, open));
        return open;
    }

    /** Whether an alert, as it was raised, is one of those that are open. Looks at its patient and its device only. */
    public boolean isOpen(Alert raised, Instant now) {
        List<Alert> open = new ArrayList<>();
        conditions.open(raised, now).ifPresent(open::add);
        states.find(raised.patient()).ifPresent(state -> addOpen(state, now, open));
        return open.stream().map(Alert::asRaised).anyMatch(raised::equals);
    }

    private static void addOpen(PatientState state, Instant now, List<Alert> open) {
        synchronized (state) {
            state.forEachOpen(now.toEpochMilli(), open::add);
        }
    }
}
