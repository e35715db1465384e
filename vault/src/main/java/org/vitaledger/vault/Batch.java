package org.vitaledger.vault;

import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;

/**
 * What a gateway hands over to be sealed and then anchored.
 *
 * @param gateway whose batch
 * @param number from 1, without gaps
 * @param packs in the order of acceptance
 * @param origin where the gateway goes on after this batch (its spool position); kept with the batch
 */
public record Batch(GatewayId gateway, long number, List<Pack> packs, long origin) {
    public Batch {
        packs = List.copyOf(packs);
        if (number < 1 || packs.isEmpty()) {
            throw new IllegalArgumentException("a batch is numbered from 1 and is not empty");
        }
    }

    /**
     * The readings of one signed pack.
     *
     * @param device who signed
     * @param sequence the number of the pack
     * @param patient whose readings
     * @param readings normalised, not empty, in the order of their index
     * @param signed the pack as the device signed it (COSE_Sign1)
     */
    public record Pack(DeviceId device, long sequence, PatientHandle patient, List<Reading> readings, Bytes signed) {
        public Pack {
            readings = List.copyOf(readings);
            if (readings.isEmpty()) {
                throw new IllegalArgumentException("a pack has readings");
            }
        }
    }
}
