package org.vitaledger.device.load;

import java.util.Optional;

/** Signed packs of one device, ready to be sent, in the order of their numbers. Called on one thread. */
@FunctionalInterface
public interface PackSource {
    /** The next pack; nothing when there are no more. */
    Optional<byte[]> next();
}
