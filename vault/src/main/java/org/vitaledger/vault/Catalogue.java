package org.vitaledger.vault;

import java.util.Optional;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;

/** What can be known of a vault without any key. Every method may be called by any thread. */
public interface Catalogue {
    /** Whose reading it is, or empty if the vault holds no such reading. */
    Optional<PatientHandle> patientOf(ReadingId reading);

    /**
     * Whether the vault holds the very pack that a device signed under a number. Quick: one look into the index, and a
     * second one, behind everything sealed before the call, if that has no such number.
     *
     * @param pack the SHA-256 of the signed pack
     */
    boolean holds(DeviceId device, long sequence, Hash pack);

    /** A gateway's batch, or empty if it was not sealed here. */
    Optional<SealedBatch> batch(GatewayId gateway, long number);

    /** The number of a gateway's last sealed batch, 0 before the first. */
    long lastBatch(GatewayId gateway);
}
