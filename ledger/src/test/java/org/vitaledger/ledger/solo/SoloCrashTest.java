package org.vitaledger.ledger.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.journal.ForcedDisk;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.LedgerFiles;
import org.vitaledger.ledger.log.LogFsck;

@Timeout(120)
class SoloCrashTest {
    @TempDir
    Path temp;

    private final SoloLedgers ledgers = new SoloLedgers();
    private static final Duration SOON = Duration.ofMillis(20);

    private final ForcedDisk entries = new ForcedDisk();
    private final ForcedDisk checkpoints = new ForcedDisk();

    @Proves("INV-006")
    @Test
    void tellsNobodyOfABlockBeforeItAndItsCheckpointAreForced() {
        try (SoloLedger ledger = onDisks()) {
            found(ledger);
            Snapshot before = ledger.snapshot();
            entries.holdForces();
            checkpoints.holdForces();
            CompletableFuture<Receipt> receipt = ledger.submit(World.register(1));

            await().until(() -> entries.waitingForces() == 1);
            assertThat(receipt).isNotDone();
            assertThat(checkpoints.waitingForces()).isZero();
            entries.letAllForces();
            await().until(() -> checkpoints.waitingForces() == 1);
            assertThat(receipt).isNotDone();
            assertThat(ledger.snapshot()).isSameAs(before);
            checkpoints.letAllForces();
            assertThat(receipt.join().height()).isEqualTo(2);
        }
    }

    @Test
    void keepsWhatWasAcknowledgedWhenThePowerIsLost() throws IOException {
        Snapshot acknowledged;
        Path lost = temp.resolve("lost");
        try (SoloLedger ledger = onDisks()) {
            found(ledger);
            ledger.submit(World.register(1)).join();
            acknowledged = ledger.snapshot();
            entries.holdForces();
            CompletableFuture<Receipt> never = ledger.submit(World.register(2));
            await().until(() -> entries.waitingForces() == 1);
            entries.copyForced(LedgerFiles.entries(directory()), LedgerFiles.entries(lost));
            checkpoints.copyForced(LedgerFiles.checkpoints(directory()), LedgerFiles.checkpoints(lost));
            entries.letAllForces();
            never.join();
        }
        try (SoloLedger ledger = ledgers.open(lost)) {
            assertThat(ledger.snapshot().root()).isEqualTo(acknowledged.root());
            assertThat(ledger.snapshot().checkpoint()).isEqualTo(acknowledged.checkpoint());
        }
    }

    @Proves("INV-006")
    @Test
    void signsTheSameRootForABlockWhoseCheckpointWasLost() throws IOException {
        Path before = temp.resolve("before");
        Snapshot last;
        try (SoloLedger ledger = ledgers.open(directory())) {
            found(ledger);
        }
        LedgerFiles.copy(LedgerFiles.checkpoints(directory()), before);
        try (SoloLedger ledger = ledgers.open(directory())) {
            ledger.submit(World.register(1)).join();
            last = ledger.snapshot();
        }
        LedgerFiles.copy(before, LedgerFiles.checkpoints(directory()));
        try (SoloLedger ledger = ledgers.open(directory())) {
            assertThat(ledger.snapshot().root()).isEqualTo(last.root());
            assertThat(ledger.snapshot().checkpoint().lines().limit(3))
                    .containsExactlyElementsOf(
                            last.checkpoint().lines().limit(3).toList());
        }
    }

    @Proves("INV-006")
    @Test
    void refusesALogThatLostASignedBlock() throws IOException {
        Path before = temp.resolve("before");
        try (SoloLedger ledger = ledgers.open(directory())) {
            found(ledger);
        }
        LedgerFiles.copy(LedgerFiles.entries(directory()), before);
        try (SoloLedger ledger = ledgers.open(directory())) {
            ledger.submit(World.register(1)).join();
        }
        LedgerFiles.copy(before, LedgerFiles.entries(directory()));

        assertOpenFails(SubmitFault.Kind.BEHIND_CHECKPOINT);
    }

    @Proves("INV-006")
    @Test
    void refusesAnotherHistoryOfTheSameLength() throws IOException {
        Path other = temp.resolve("other");
        for (Path directory : new Path[] {directory(), other}) {
            try (SoloLedger ledger = ledgers.open(directory)) {
                found(ledger);
                ledger.submit(World.register(directory.equals(other) ? 1 : 2)).join();
            }
        }
        LedgerFiles.copy(LedgerFiles.entries(other), LedgerFiles.entries(directory()));

        assertOpenFails(SubmitFault.Kind.BEHIND_CHECKPOINT);
    }

    @Proves("INV-006")
    @Test
    void refusesALogWithoutItsCheckpoints() throws IOException {
        try (SoloLedger ledger = ledgers.open(directory())) {
            found(ledger);
        }
        LedgerFiles.delete(LedgerFiles.checkpoints(directory()));

        assertOpenFails(SubmitFault.Kind.CHECKPOINT_MISSING);
    }

    @Proves("INV-005")
    @Test
    void refusesALogThatTheContractsDidNotWrite() throws IOException {
        try (SoloLedger ledger = ledgers.open(directory())) {
            found(ledger);
            ledger.submit(World.register(1)).join();
        }
        LedgerFiles.forgeOutcome(directory(), 2);

        assertOpenFails(SubmitFault.Kind.DAMAGED);
    }

    /** Each of the two journals fails in turn: what fails is told, and once the disk works commands are taken again. */
    @Proves("INV-022")
    @Test
    void goesOnWhenTheDiskTakesWritesAgain() {
        try (SoloLedger ledger = onDisks()) {
            found(ledger);
            for (ForcedDisk disk : List.of(entries, checkpoints)) {
                Snapshot acknowledged = ledger.snapshot();
                disk.failForces();
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> ledger.submit(World.register(1)).join())
                            .cause()
                            .isInstanceOfSatisfying(
                                    SubmitFault.class,
                                    fault -> assertThat(fault.code()).isEqualTo(SubmitFault.Kind.DISK));
                }
                assertThat(ledger.fault().orElseThrow().code()).isEqualTo(SubmitFault.Kind.DISK);
                assertThat(ledger.snapshot()).isSameAs(acknowledged);

                disk.mendForces();
                await().until(() -> ledger.fault().isEmpty());
                Receipt receipt =
                        ledger.submit(World.register(disk == entries ? 2 : 3)).join();
                assertThat(receipt.outcome()).isEqualTo(new Outcome.Applied());
                assertThat(ledger.snapshot().height()).isEqualTo(receipt.height());
            }
        }
        try (SoloLedger ledger = ledgers.open(directory())) {
            assertThat(ledger.snapshot().state().device(World.device(2))).isPresent();
            assertThat(ledger.snapshot().state().device(World.device(3))).isPresent();
        }
        assertThat(LogFsck.check(directory(), SoloLedgers.KEYS.roster().policy(), SoloLedgers.SIGNATURES, entry -> {})
                        .findings())
                .isEmpty();
    }

    private void assertOpenFails(Fault.Code code) {
        assertThatThrownBy(() -> ledgers.open(directory()))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private Path directory() {
        return temp.resolve("ledger");
    }

    private SoloLedger onDisks() {
        SoloOptions options = ledgers.options()
                .withJournals(
                        JournalOptions.defaults().withDisk(entries).withRetry(SOON),
                        JournalOptions.defaults().withDisk(checkpoints).withRetry(SOON));
        return SoloLedger.open(directory(), SoloLedgers.KEYS, options);
    }

    private static void found(SoloLedger ledger) {
        ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                .join();
    }
}
