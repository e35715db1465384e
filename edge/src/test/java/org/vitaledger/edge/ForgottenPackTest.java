package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.edge.admit.Admission;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.admit.AdmissionRules;
import org.vitaledger.edge.admit.Decision;
import org.vitaledger.edge.admit.StoredPacks.Answer;
import org.vitaledger.edge.admit.Ticket;
import org.vitaledger.edge.normal.Normaliser;

/** What admission says of a pack that its window remembers no longer. */
class ForgottenPackTest {
    private final MemoryLedger ledger = new MemoryLedger();
    private final Bedside device = new Bedside(1).on(ledger);
    private final List<Long> asked = new ArrayList<>();
    private Answer answer = Answer.NOT_STORED;
    private final Admission admission = new Admission(
            new Admission.Parts(
                    ledger,
                    Bedside.SIGNATURES,
                    Normaliser.load(),
                    (id, sequence, pack) -> {
                        asked.add(sequence);
                        return answer;
                    },
                    InstantSource.fixed(GatewayFixture.NOW),
                    InstantSource.fixed(GatewayFixture.NOW)),
            new AdmissionRules(Duration.ofMinutes(5), Duration.ofDays(30), 1));

    private final List<Ticket> tickets = new ArrayList<>();
    private final byte[] first = device.pack(1);
    private final byte[] second = device.pack(2);

    private Decision decide(byte[] pack) {
        return admission.decide(device.id, pack, Optional.empty(), (admitted, ticket) -> tickets.add(ticket));
    }

    @Test
    @Proves("INV-001")
    void isPutOffUntilItIsKnownWhetherItBecameDurable() {
        assertThat(decide(first)).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(second)).isInstanceOf(Decision.Admitted.class);
        assertThat(decide(first)).isInstanceOf(Decision.Deferred.class);
        admission.settle(device.id, tickets.getFirst(), true);
        answer = Answer.STORED;
        assertThat(durable(decide(first))).isCompletedWithValue(true);
        assertThat(asked).containsExactly(1L, 1L);
    }

    @Test
    @Proves("INV-001")
    void isNewAgainOnceTheStoreLostItAndWhatCameBehindIt() {
        decide(first);
        decide(second);
        tickets.forEach(ticket -> admission.settle(device.id, ticket, false));
        assertThat(decide(first)).isInstanceOf(Decision.Admitted.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void isRefusedIfOtherBytesOrNoneAreStored() {
        decide(first);
        decide(second);
        tickets.forEach(ticket -> admission.settle(device.id, ticket, true));
        assertThat(decide(device.pack(1, Bedside.heartRate("220"))))
                .isInstanceOfSatisfying(Decision.Refused.class, refused -> {
                    assertThat(refused.refusal()).isEqualTo(AdmissionRefusal.REPLAYED_SEQUENCE);
                    assertThat(refused.understood()).hasSize(1);
                });
    }

    @Test
    void isPutOffAndJudgedWhileItCannotBeKnown() {
        decide(first);
        decide(second);
        tickets.forEach(ticket -> admission.settle(device.id, ticket, true));
        answer = Answer.UNKNOWN;
        assertThat(decide(first)).isInstanceOfSatisfying(Decision.Deferred.class, deferred -> {
            assertThat(deferred.understood()).hasSize(1);
            assertThat(deferred).hasToString("Deferred");
        });
    }

    @Test
    void isNotLookedForIfTheDeviceDidNotSignIt() {
        decide(first);
        decide(second);
        asked.clear();
        answer = Answer.STORED;
        byte[] forged = first.clone();
        forged[forged.length - 1] ^= 1;
        assertThat(decide(forged))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(AdmissionRefusal.BAD_SIGNATURE));
        assertThat(decide(device.pack(2, Bedside.heartRate("73"))))
                .as("the window remembers other bytes")
                .isInstanceOf(Decision.Refused.class);
        assertThat(asked).isEmpty();
    }

    private static CompletableFuture<Boolean> durable(Decision decision) {
        CompletableFuture<Boolean> durable = new CompletableFuture<>();
        ((Decision.Repeated) decision).whenSettled(durable::complete);
        return durable;
    }
}
