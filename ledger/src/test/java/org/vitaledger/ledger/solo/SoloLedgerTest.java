package org.vitaledger.ledger.solo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.value.Member;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerLaws;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.BlockLog;
import org.vitaledger.ledger.log.Submission;

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
    void saysThatABugEndedItAndTakesNothingMore() {
        AtomicBoolean broken = new AtomicBoolean();
        InstantSource clock = () -> {
            if (broken.get()) {
                throw new LinkageError("a bug");
            }
            return World.START;
        };
        try (SoloLedger ledger = SoloLedger.open(directory, SoloLedgers.KEYS, SoloOptions.defaults(clock))) {
            ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                    .join();
            assertThat(ledger.fault()).isEmpty();
            broken.set(true);
            assertThatThrownBy(() -> ledger.submit(World.register(1)).join()).hasMessageContaining("VL-SUBMIT-002");
            assertThat(ledger.fault().orElseThrow().code()).isEqualTo(SubmitFault.Kind.STOPPED);
            assertThatThrownBy(() -> ledger.submit(World.register(2)).join()).hasMessageContaining("VL-SUBMIT-002");
        }
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
    void stopsBeforeABlockOfAVersionThatTheSoftwareDoesNotHave() {
        decideOnAnUnknownVersion(4);
        for (int start = 0; start < 2; start++) {
            try (SoloLedger ledger = ledgers.open(directory)) {
                while (ledger.snapshot().height() < 3) {
                    ledger.submit(World.register((int) ledger.snapshot().height()))
                            .join();
                }
                assertThatThrownBy(() -> ledger.submit(World.register(9)).join())
                        .extracting(thrown -> thrown instanceof CompletionException ? thrown.getCause() : thrown)
                        .satisfies(SoloLedgerTest::saysThatTheSoftwareIsTooOld);
                assertThatThrownBy(() -> ledger.submit(World.register(10)))
                        .satisfies(SoloLedgerTest::saysThatTheSoftwareIsTooOld);
                assertThat(ledger.snapshot().height()).isEqualTo(3);
                assertThat(ledger.log().entry(0)).isNotNull();
            }
        }
    }

    private static void saysThatTheSoftwareIsTooOld(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(SubmitFault.class, fault -> {
            assertThat(fault.code()).isEqualTo(SubmitFault.Kind.OLD_SOFTWARE);
            assertThat(fault.context()).containsEntry("block", "4");
        });
    }

    /** By a log that was written before: {@code submit} takes no such proposal. */
    private void decideOnAnUnknownVersion(long fromHeight) {
        try (BlockLog log =
                BlockLog.openOnly(directory, SoloLedgers.KEYS, ledgers.options().journals())) {
            List<Submission> block = Stream.of(
                            new Command.FoundConsortium(List.of(founder())),
                            propose(1, 2, 2),
                            propose(2, Contracts.NEWEST_VERSION + 1, fromHeight))
                    .map(command -> Submission.of(World.HOSPITAL, command))
                    .toList();
            BlockLog.Written written = log.append(block, World.START);
            assertThat(written.outcomes()).containsOnly(new Outcome.Applied());
            log.sign(written.head());
        }
    }

    private static Command propose(long number, int version, long fromHeight) {
        return new Command.Propose(number, new Change.SetContractVersion(new VersionChange(version, fromHeight)));
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
