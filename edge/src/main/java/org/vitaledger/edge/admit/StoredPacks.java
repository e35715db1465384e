package org.vitaledger.edge.admit;

import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;

/** What is stored of packs that a device's window remembers no longer. Called by any thread; must be quick. */
@FunctionalInterface
public interface StoredPacks {
    /** Whether a pack is stored. */
    enum Answer {
        /** These bytes are durable. */
        STORED,
        /** Under this number there is nothing, or other bytes. */
        NOT_STORED,
        /** It can't be known now. */
        UNKNOWN
    }

    /**
     * Looks for the very bytes that a device signed under a number.
     *
     * @param pack the SHA-256 of the signed pack
     */
    Answer find(DeviceId device, long sequence, Hash pack);
}
