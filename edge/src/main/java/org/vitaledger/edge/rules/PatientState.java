package org.vitaledger.edge.rules;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.rules.Thresholds.Limits;

/** What is remembered of one patient, over all devices. Guarded by its own lock. */
final class PatientState {
    /** A reading that is older on arrival says nothing of the present. */
    static final long LATE_MILLIS = 15 * 60_000L;

    /** A time that lies further in the future comes of a wrong clock. */
    static final long AHEAD_MILLIS = 5 * 60_000L;

    static final int LATE_DEVICES = 16;

    private static final int REMEMBERED_PACKS = 32;
    private static final float LOAD = 0.75f;

    private final int slots;
    private final long[] newest;
    private final @Nullable DeviceId[] newestFrom;
    private Excursions excursions;
    private News2Sheet sheet = new News2Sheet();
    /** Each device's own, for their clocks differ; the one that was not heard for longest gives way. */
    private Map<DeviceId, LateTrack> late = Map.of();

    /** The last packs that met a rule; what met none can be looked at again without harm. */
    private Hash @Nullable [] judged;

    private int nextJudged;
    private long seen = Long.MIN_VALUE;

    PatientState(int slots, int codes) {
        this.slots = slots;
        this.excursions = new Excursions(slots);
        this.newest = new long[codes];
        this.newestFrom = new DeviceId[codes];
        Arrays.fill(newest, Long.MIN_VALUE);
    }

    Excursions excursions() {
        return excursions;
    }

    News2Sheet sheet() {
        return sheet;
    }

    LateTrack late(DeviceId device) {
        if (late.isEmpty()) {
            late = new LinkedHashMap<>(4, LOAD, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<DeviceId, LateTrack> eldest) {
                    return size() > LATE_DEVICES;
                }
            };
        }
        return late.computeIfAbsent(device, key -> new LateTrack(slots));
    }

    /** A device's value for a rule tells the present, so what came late of the same code from that device is over. */
    void overtakesLate(DeviceId device, int slot, String code) {
        LateTrack track = late.get(device);
        if (track != null) {
            track.overtaken(slot, code);
        }
    }

    /** The same of a score, unless single values that came late are open still. */
    void overtakesLateScore(DeviceId device, int slot) {
        LateTrack track = late.get(device);
        if (track != null && !track.isOpenBeside(slot)) {
            track.overtaken(slot, Alert.NEWS2);
        }
    }

    /** A pack has arrived. What a clock that was far ahead has left behind is forgotten once it is set right. */
    void arrived(long now) {
        if (seen > now + AHEAD_MILLIS) {
            excursions = new Excursions(slots);
            sheet = new News2Sheet();
            late = Map.of();
            Arrays.fill(newest, Long.MIN_VALUE);
        }
        seen = now;
    }

    /** Whether a time says nothing of the present, whatever else is known. */
    static boolean isOff(long time, long now) {
        return time < now - LATE_MILLIS || isAhead(time, now);
    }

    /** Whether a time lies so far in the future that only a wrong clock can have told it. */
    static boolean isAhead(long time, long now) {
        return time > now + AHEAD_MILLIS;
    }

    /**
     * Whether there is a newer reading of the code; if not, this one is it. Of another device's it takes more: clocks differ,
     * and a second device must not make the first look old.
     */
    boolean isOvertaken(Reading reading, Limits limits, long time) {
        int index = limits.index();
        DeviceId device = reading.id().device();
        if (time >= newest[index]) {
            newest[index] = time;
            newestFrom[index] = device;
            return false;
        }
        return device.equals(newestFrom[index]) || time < newest[index] - LATE_MILLIS;
    }

    /** Whether this pack was looked at before. */
    boolean isJudged(Hash pack) {
        Hash[] known = judged;
        return known != null && Arrays.asList(known).contains(pack);
    }

    void judged(Hash pack) {
        Hash[] known = judged;
        if (known == null) {
            known = new Hash[REMEMBERED_PACKS];
            Arrays.fill(known, pack);
            judged = known;
        }
        known[nextJudged] = pack;
        nextJudged = (nextJudged + 1) % REMEMBERED_PACKS;
    }

    /** What is met now, and what a wrong clock makes look late while it goes on arriving. */
    void forEachOpen(long now, Consumer<Alert> visitor) {
        excursions.forEachOpen(now, visitor);
        late.values().forEach(track -> track.forEachOpen(now, visitor));
    }
}
