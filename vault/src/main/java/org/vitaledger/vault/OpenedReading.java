package org.vitaledger.vault;

import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Reading;

/**
 * A reading with what its proof needs.
 *
 * @param reading the reading
 * @param salt 16 bytes; the commitment is SHA-256 over salt and canonical reading
 * @param signed the pack that carried it (COSE_Sign1); empty unless the grant covers every reading in it, because it
 *     shows them all
 * @param place where it is committed
 */
public record OpenedReading(Reading reading, Bytes salt, Optional<Bytes> signed, Place place) {
    /**
     * Where a reading is committed.
     *
     * @param gateway by whose batch
     * @param batch its number
     * @param leaf the index of the commitment in the batch
     */
    public record Place(GatewayId gateway, long batch, int leaf) {}
}
