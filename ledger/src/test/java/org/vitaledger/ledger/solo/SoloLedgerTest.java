package org.vitaledger.ledger.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.value.Member;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerLaws;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.SubmitFault;

class SoloLedgerTest extends LedgerLaws {
    @TempDir
    Path directory;

    private final SoloLedgers ledgers = new SoloLedgers();

    @Override
    protected Ledger open() {
        return ledgers.open(directory);
    }

    @Override
    protected Member founder() {
        return SoloLedgers.KEYS.member();
    }

    @Override
    protected Policy policy() {
        return SoloLedgers.KEYS.roster().policy();
    }

    @Test
    void blockTimesNeverGoBackWithTheClock() {
        try (SoloLedger ledger = ledgers.open(directory)) {
            ledgers.setClock(World.NOON);
            found(ledger);
            ledgers.setClock(World.START);
            ledger.submit(World.register(1)).join();

            assertThat(ledger.snapshot().time()).isEqualTo(World.NOON);
        }
    }

    @Test
    void holdsBlocksToTheirBoundsAndTellsItsFigures() {
        SoloOptions options = ledgers.options().withBounds(4, 10);
        try (SoloLedger ledger = SoloLedger.open(directory, SoloLedgers.KEYS, options)) {
            found(ledger);
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                receipts.add(ledger.submit(World.register(i % 100)));
            }
            receipts.forEach(CompletableFuture::join);
            List<Integer> sizes = new ArrayList<>();
            for (long height = 1; height <= ledger.snapshot().height(); height++) {
                long at = height;
                sizes.add((int) receipts.stream()
                        .filter(receipt -> receipt.join().height() == at)
                        .count());
            }
            assertThat(sizes).allMatch(size -> size <= 10);
            assertThat(ledger.figures().size()).isEqualTo(ledger.snapshot().size());
            assertThat(ledger.figures().height()).isGreaterThanOrEqualTo(21);
        }
    }

    @Test
    void isForOneAtATime() {
        try (SoloLedger ledger = ledgers.open(directory)) {
            assertThat(ledger.member()).isEqualTo(World.HOSPITAL);
            assertThatThrownBy(() -> ledgers.open(directory)).isInstanceOf(JournalFault.class);
        }
    }

    @Test
    void refusesToGoOnWithOtherKeys() {
        try (SoloLedger ledger = ledgers.open(directory)) {
            found(ledger);
        }

        assertThatThrownBy(() -> SoloLedger.open(directory, SoloLedgers.keys(), ledgers.options()))
                .isInstanceOfSatisfying(
                        SubmitFault.class, fault -> assertThat(fault.code()).isEqualTo(SubmitFault.Kind.OTHER_KEYS));
        try (SoloLedger ledger = ledgers.open(directory)) {
            assertThat(ledger.snapshot().height()).isEqualTo(1);
        }
    }
}
