package org.vitaledger.device.replay;

import java.util.Optional;

/** The vital signs of one patient, one after the other in time. For one thread. */
@FunctionalInterface
public interface VitalSigns {
    /** The next value, not before the one before it; nothing when the recording is over. */
    Optional<Observation> next();
}
