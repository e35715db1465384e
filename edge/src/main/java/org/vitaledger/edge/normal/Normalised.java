package org.vitaledger.edge.normal;

import java.util.List;
import org.vitaledger.core.value.Reading;

/** What became of a pack. */
public sealed interface Normalised {
    /**
     * All of it can be kept.
     *
     * @param readings one for each measurement, in the order of the pack; unmodifiable
     */
    record Accepted(List<Reading> readings) implements Normalised {
        /** The count alone (INV-009). */
        @Override
        public String toString() {
            return "Accepted[" + readings.size() + "]";
        }
    }

    /**
     * None of it is kept.
     *
     * @param reason the first in the order of {@link Reason} that holds for any measurement
     * @param index the first measurement that it holds for, from 0
     * @param understood the readings of all measurements that nothing is wrong with, in the order of the pack; unmodifiable
     */
    record Rejected(Reason reason, int index, List<Reading> understood) implements Normalised {
        /** Without the readings (INV-009). */
        @Override
        public String toString() {
            return "Rejected[" + reason + " " + index + "]";
        }
    }

    /** Why a pack can't be kept, in the order in which the reasons take precedence. */
    enum Reason {
        /** Neither a LOINC code that is taken here nor a device's name for one. */
        UNKNOWN_CODE,
        /** Not a unit, one of another kind of quantity, or none where one is needed. */
        IMPOSSIBLE_UNIT,
        /** Outside of what is physiologically possible. */
        IMPLAUSIBLE_VALUE
    }
}
