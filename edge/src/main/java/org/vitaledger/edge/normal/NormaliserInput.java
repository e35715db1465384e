package org.vitaledger.edge.normal;

import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.Measurement;

/**
 * A verified pack, and whose it is.
 *
 * @param device who signed it
 * @param sequence its number, from 1
 * @param patient whom the device was bound to
 * @param measurements what it holds, in its order; not copied, nobody may change it any more
 * @param pack SHA-256 of the signed bytes
 */
public record NormaliserInput(
        DeviceId device, long sequence, PatientHandle patient, List<Measurement> measurements, Hash pack) {
    /** The pack alone: values and handles have no place in logs (INV-009). */
    @Override
    public String toString() {
        return "NormaliserInput[" + device + "-" + sequence + "]";
    }
}
