package org.vitaledger.edge;

import java.util.Optional;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Sequences.Gap;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.rules.Alert;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.vault.SealedBatch;

/** Something that happened at a gateway. None of it holds measured values, but for alerts. */
public sealed interface GatewayEvent {
    /**
     * A pack is durable and about to be acknowledged.
     *
     * @param device who signed it
     * @param sequence its number
     * @param readings how many readings it holds
     * @param gap the numbers that the device passed over before it (INV-012)
     */
    record Accepted(DeviceId device, long sequence, int readings, Optional<Gap> gap) implements GatewayEvent {}

    /**
     * Something was refused.
     *
     * @param client the device that the connection was authenticated as; empty for a reader of alerts
     * @param refusal why
     */
    record Refused(Optional<DeviceId> client, AdmissionRefusal refusal) implements GatewayEvent {}

    /**
     * A bedside rule was met, or monitoring is degraded.
     *
     * @param alert which, by whom
     */
    record Alerted(Alert alert) implements GatewayEvent {}

    /**
     * A batch is sealed and on the ledger.
     *
     * @param batch what it commits to
     * @param receipt where its anchor stands
     */
    record Committed(SealedBatch batch, Receipt receipt) implements GatewayEvent {}

    /**
     * The environment failed; what can be tried again is.
     *
     * @param fault how
     */
    record Failed(Fault fault) implements GatewayEvent {}
}
