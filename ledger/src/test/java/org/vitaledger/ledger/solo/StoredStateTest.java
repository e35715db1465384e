package org.vitaledger.ledger.solo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.StateKey;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.log.LedgerFiles;
import org.vitaledger.ledger.log.LogFinding;
import org.vitaledger.ledger.log.LogFsck;

/** A ledger that writes its state down goes on from there, and is the same as one that applied its whole log. */
@Timeout(120)
@Proves("INV-005")
class StoredStateTest {
    private static final int EVERY = 7;

    @TempDir
    Path temp;

    private final SoloLedgers ledgers = new SoloLedgers();

    private SoloLedger open(Path directory) {
        return SoloLedger.open(directory, SoloLedgers.KEYS, ledgers.options().withStateEvery(EVERY));
    }

    @Test
    void goesOnFromWhatWasWrittenDown() throws IOException {
        int devices = 700;
        Path directory = temp.resolve("ledger");
        Set<Integer> known = new HashSet<>();
        for (int round = 0; round < 7; round++) {
            try (SoloLedger ledger = open(directory)) {
                if (round == 0) {
                    ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                            .join();
                }
                List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
                for (int i = round * 100; i < (round + 1) * devices / 7; i++) {
                    receipts.add(ledger.submit(World.register(i % 256)));
                    known.add(i % 256);
                }
                receipts.forEach(CompletableFuture::join);
                expectAll(ledger, known);
            }
        }
        Snapshot last;
        List<Bytes> tiles;
        try (SoloLedger ledger = open(directory)) {
            last = ledger.snapshot();
            tiles = tiles(ledger);
            expectAll(ledger, known);
        }
        LedgerFiles.delete(LedgerFiles.state(directory));
        try (SoloLedger ledger = open(directory)) {
            assertThat(ledger.snapshot().root()).isEqualTo(last.root());
            assertThat(ledger.snapshot().state().map().root())
                    .isEqualTo(last.state().map().root());
            assertThat(tiles(ledger)).isEqualTo(tiles);
        }
    }

    /** A copy of the folder, taken at any time, is what a crash leaves behind. */
    @Test
    void goesOnAfterACrashBetweenTwoStates() throws IOException {
        Path directory = temp.resolve("ledger");
        Set<Integer> known = new HashSet<>();
        try (SoloLedger ledger = open(directory)) {
            ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                    .join();
            for (int i = 0; i < 40; i++) {
                ledger.submit(World.register(i)).join();
                known.add(i);
                if (i % 3 == 0) {
                    Path crashed = temp.resolve("crashed" + i);
                    LedgerFiles.copy(directory, crashed);
                    try (SoloLedger again = open(crashed)) {
                        assertThat(again.snapshot().root())
                                .isEqualTo(ledger.snapshot().root());
                        expectAll(again, known);
                        again.submit(World.register(200)).join();
                        assertThat(again.snapshot().state().device(World.device(200)))
                                .isPresent();
                    }
                }
            }
        }
    }

    @Test
    void makesAStateThatDoesNotFitAnew() throws IOException {
        Path directory = temp.resolve("ledger");
        Path older = temp.resolve("older");
        try (SoloLedger ledger = open(directory)) {
            ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                    .join();
            for (int i = 0; i < 20; i++) {
                ledger.submit(World.register(i)).join();
            }
        }
        LedgerFiles.copy(directory, older);
        try (SoloLedger ledger = open(directory)) {
            for (int i = 20; i < 40; i++) {
                ledger.submit(World.register(i)).join();
            }
        }
        // The state is ahead of its log.
        LedgerFiles.copy(LedgerFiles.state(directory), LedgerFiles.state(older));
        try (SoloLedger ledger = open(older)) {
            assertThat(ledger.snapshot().size()).isEqualTo(42);
            assertThat(ledger.snapshot().state().device(World.device(30))).isEmpty();
            assertThat(ledger.snapshot().state().device(World.device(3))).isPresent();
        }
        // The state can't be read.
        try (var files = Files.list(LedgerFiles.state(older))) {
            for (Path file : files.toList()) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        assertThat(check(older)).containsExactly(LogFinding.Kind.OTHER_STATE);
        try (SoloLedger ledger = open(older)) {
            assertThat(ledger.snapshot().state().device(World.device(3))).isPresent();
        }
        assertThat(check(older)).isEmpty();
    }

    private static List<LogFinding.Kind> check(Path directory) {
        return LogFsck.check(directory, SoloLedgers.KEYS.roster().policy(), SoloLedgers.SIGNATURES, _ -> {})
                .findings()
                .stream()
                .map(LogFinding::kind)
                .toList();
    }

    private static void expectAll(SoloLedger ledger, Set<Integer> known) {
        Snapshot snapshot = ledger.snapshot();
        for (int i = 0; i < 256; i++) {
            assertThat(snapshot.state().device(World.device(i)).isPresent()).isEqualTo(known.contains(i));
            Bytes key = StateKey.device(World.device(i));
            StateProof proof = snapshot.state().map().prove(key);
            assertThat(proof instanceof StateProof.Membership).isEqualTo(known.contains(i));
            assertThat(proof.verify(snapshot.state().map().root(), key)).isTrue();
        }
        for (long index = 0; index < snapshot.size(); index += 13) {
            assertThat(ledger.log().inclusion(index, snapshot.size())).isNotEmpty();
            assertThat(ledger.log().entry(index).size()).isPositive();
        }
    }

    private static List<Bytes> tiles(SoloLedger ledger) {
        long size = ledger.snapshot().size();
        List<Bytes> tiles = new ArrayList<>();
        for (int level = 0; size >>> (8 * level) > 0; level++) {
            for (long index = 0; index << 8 < size >>> (8 * level); index++) {
                int width = TileAddress.available(level, index, size);
                tiles.add(ledger.log().tile(new TileAddress(level, index, width)));
            }
        }
        return tiles;
    }
}
