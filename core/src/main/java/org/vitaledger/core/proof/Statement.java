package org.vitaledger.core.proof;

import java.time.Instant;
import java.util.Optional;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Reading;

/** What a proof proves. */
public sealed interface Statement {
    /**
     * The gateway committed the reading before the checkpoint, and the device's key signed the pack that carried it.
     *
     * @param reading the reading as the gateway normalised it
     * @param deviceKey the key of the device, as it stands on the ledger
     * @param gateway whose batch
     * @param batch the number of the batch
     */
    record ReadingCommitted(Reading reading, VerifyingKey deviceKey, GatewayId gateway, long batch)
            implements Statement {}

    /**
     * The consent stood like this after the block.
     *
     * @param id which
     * @param consent its last version, or empty if there was none
     * @param height the number of the block
     * @param time its consensus time
     */
    record ConsentStood(ConsentId id, Optional<Consent> consent, long height, Instant time) implements Statement {}

    /**
     * The access was recorded, as one of so many.
     *
     * @param access the record
     * @param count how many records of the patient the member had anchored then
     */
    record AccessRecorded(AuditRecord access, long count) implements Statement {}
}
