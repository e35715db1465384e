package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.vitaledger.edge.admit.Admission;
import org.vitaledger.edge.admit.AdmissionRules;
import org.vitaledger.edge.admit.Decision;
import org.vitaledger.edge.admit.StoredPacks;
import org.vitaledger.edge.admit.Ticket;
import org.vitaledger.edge.normal.Normaliser;

/** What admission remembers of a pack that its store failed on with a bug. */
class FailingStoreTest {
    private final MemoryLedger ledger = new MemoryLedger();
    private final Bedside device = new Bedside(1).on(ledger);
    private final Admission admission = new Admission(
            new Admission.Parts(
                    ledger,
                    Bedside.SIGNATURES,
                    Normaliser.load(),
                    (device, sequence, pack) -> StoredPacks.Answer.NOT_STORED,
                    InstantSource.fixed(GatewayFixture.NOW),
                    InstantSource.fixed(GatewayFixture.NOW)),
            AdmissionRules.standard());

    @Test
    void isNothing() {
        byte[] pack = device.pack(1);
        assertThatIllegalStateException()
                .isThrownBy(() -> admission.decide(device.id, pack, Optional.empty(), (admitted, ticket) -> {
                    throw new IllegalStateException("a bug");
                }));
        AtomicReference<Ticket> taken = new AtomicReference<>();
        assertThat(admission.decide(device.id, pack, Optional.empty(), (admitted, ticket) -> {
                    taken.set(ticket);
                    return true;
                }))
                .isInstanceOf(Decision.Admitted.class);
        Decision again = admission.decide(device.id, pack, Optional.empty(), (admitted, ticket) -> false);
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        ((Decision.Repeated) again).whenSettled(durable::complete);
        admission.settle(device.id, taken.get(), true);
        assertThat(durable).isCompletedWithValue(true);
    }
}
