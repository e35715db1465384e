package org.vitaledger.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.merkle.CompactRange;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloLedgers;
import org.vitaledger.ledger.solo.SoloOptions;

class LogFsckTest {
    private static final int BLOCKS = 7;

    @TempDir
    Path temp;

    private final SoloLedgers ledgers = new SoloLedgers();

    @Test
    void findsNothingInALedgerAsItShouldBe() {
        Snapshot last = build();
        LogFsck.Report report = check(directory());

        assertThat(report.findings()).isEmpty();
        assertThat(report.acceptable()).isTrue();
        assertThat(report.blocks()).isEqualTo(last.height());
        assertThat(report.entries()).isEqualTo(last.size());
        assertThat(report.root()).isEqualTo(last.root());
        assertThat(report.checkpoints()).isEqualTo(BLOCKS + 1);
    }

    @Test
    void findsNothingInANewLedger() {
        ledgers.open(directory()).close();

        assertThat(check(directory()).findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void findsAndNamesAFlippedByteAnywhere(long seed) throws IOException {
        build();
        SplittableRandom random = new SplittableRandom(seed);
        for (Path file : LedgerFiles.ofLog(directory())) {
            for (int i = 0; i < 4; i++) {
                findsFlip(file, random.nextInt((int) Files.size(file)), 1 + random.nextInt(255));
            }
        }
    }

    @Tag("nightly")
    @Test
    void findsAndNamesEveryFlippedByte() throws IOException {
        build();
        for (Path file : LedgerFiles.ofLog(directory())) {
            for (int position = 0; position < Files.size(file); position += 7) {
                findsFlip(file, position, 0x10);
            }
        }
    }

    private void findsFlip(Path file, int position, int mask) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[position] ^= (byte) mask;
        Files.write(file, flipped);
        try {
            assertThat(check(directory()).findings())
                    .as("%s at %d", file, position)
                    .anyMatch(found -> found.file().equals(file) && found.offset() <= position);
        } finally {
            Files.write(file, whole);
        }
    }

    @Test
    void namesTheEntryWhoseOutcomeWasForged() throws IOException {
        build();
        forge(4, Forgery::withOtherOutcome);

        assertThat(check(directory()).findings())
                .extracting(LogFinding::kind, LogFinding::height, LogFinding::index)
                .startsWith(tuple(LogFinding.Kind.WRONG_OUTCOME, 4L, 6L))
                .contains(tuple(LogFinding.Kind.WRONG_ROOT, 4L, 7L));
    }

    @Test
    void namesTheBlockWhoseStateRootWasForged() throws IOException {
        build();
        forge(4, Forgery::withOtherStateRoot);

        assertThat(check(directory()).findings())
                .extracting(LogFinding::kind, LogFinding::height, LogFinding::index)
                .startsWith(tuple(LogFinding.Kind.WRONG_STATE_ROOT, 4L, 7L));
    }

    @Test
    void findsAForgedTimeByTheSignedRoots() throws IOException {
        build();
        forge(BLOCKS, Forgery::withLaterTime);

        assertThat(check(directory()).findings())
                .extracting(LogFinding::kind, LogFinding::height)
                .endsWith(tuple(LogFinding.Kind.WRONG_ROOT, (long) BLOCKS));
    }

    @Test
    void findsAMissingBlockAndAMissingEnd() throws IOException {
        build();
        LedgerFiles.forge(directory(), block -> block.height() == 3 ? Optional.empty() : Optional.of(block));
        assertThat(check(directory()).findings())
                .extracting(LogFinding::kind, LogFinding::height)
                .containsExactly(tuple(LogFinding.Kind.MISSING_BLOCK, 4L));
        LedgerFiles.delete(temp);
        Files.createDirectories(temp);

        build();
        LedgerFiles.forge(directory(), block -> block.height() == BLOCKS ? Optional.empty() : Optional.of(block));
        assertThat(check(directory()).findings())
                .extracting(LogFinding::kind, LogFinding::index)
                .containsExactly(tuple(LogFinding.Kind.CHECKPOINT_AHEAD, 2L * BLOCKS - 1));
    }

    @Test
    void refusesCheckpointsOfOtherKeys() {
        build();
        LogFsck.Report report =
                LogFsck.check(directory(), SoloLedgers.keys().roster().policy(), SoloLedgers.SIGNATURES, _ -> {});

        assertThat(report.findings())
                .hasSize(BLOCKS + 1)
                .allMatch(found -> found.kind() == LogFinding.Kind.BAD_CHECKPOINT);
        assertThat(report.acceptable()).isFalse();
    }

    @Test
    void trustsWhatACheckpointCommitsAndDerivesTheRest() throws IOException {
        build();
        Checkpoint whole = checkpointAfter(5);
        assertThat(checkFrom(whole).findings()).isEmpty();
        forge(3, Forgery::withOtherOutcome);
        Checkpoint forged = checkpointAfter(5);

        assertThat(check(directory()).findings()).extracting(LogFinding::kind).contains(LogFinding.Kind.WRONG_OUTCOME);
        assertThat(checkFrom(forged).findings())
                .as("what the member signed before still differs")
                .extracting(LogFinding::kind)
                .hasSize(BLOCKS - 2)
                .containsOnly(LogFinding.Kind.WRONG_ROOT);
        assertThat(checkFrom(whole).findings())
                .extracting(LogFinding::kind, LogFinding::height, LogFinding::index)
                .contains(tuple(LogFinding.Kind.OTHER_THAN_TRUSTED, 5L, whole.size() - 1));
    }

    @Test
    void derivesWhatComesAfterATrustedCheckpoint() throws IOException {
        build();
        Checkpoint trusted = checkpointAfter(3);
        forge(4, Forgery::withOtherOutcome);

        assertThat(checkFrom(trusted).findings())
                .extracting(LogFinding::kind, LogFinding::height, LogFinding::index)
                .startsWith(tuple(LogFinding.Kind.WRONG_OUTCOME, 4L, 6L));
    }

    @Test
    void verifiesOnlySignaturesBehindATrustedCheckpoint() {
        build();
        Checkpoint trusted = checkpointAfter(4);
        LogFsck.Report report = LogFsck.check(
                directory(),
                SoloLedgers.keys().roster().policy(),
                SoloLedgers.SIGNATURES,
                new LogFsck.Options(Optional.of(trusted), _ -> {}));

        assertThat(report.findings())
                .extracting(LogFinding::kind)
                .hasSize(BLOCKS - 3)
                .containsOnly(LogFinding.Kind.BAD_CHECKPOINT);
    }

    @Test
    void comparesTheStateWhereTrustEnds() throws IOException {
        build();
        forge(4, Forgery::withOtherStateRoot);

        assertThat(checkFrom(checkpointAfter(4)).findings())
                .extracting(LogFinding::kind, LogFinding::height, LogFinding::index)
                .startsWith(tuple(LogFinding.Kind.WRONG_STATE_ROOT, 4L, 7L));
    }

    @Test
    void findsThatATrustedCheckpointIsNotOfThisLog() {
        Snapshot last = build();
        Checkpoint ahead = new Checkpoint(SoloLedgers.KEYS.origin(), last.size() + 2, last.root());
        Checkpoint inABlock = new Checkpoint(SoloLedgers.KEYS.origin(), 3, last.root());

        for (Checkpoint wrong : List.of(ahead, inABlock)) {
            assertThat(checkFrom(wrong).findings())
                    .extracting(LogFinding::kind, LogFinding::index)
                    .containsExactly(tuple(LogFinding.Kind.OTHER_THAN_TRUSTED, wrong.size() - 1));
        }
    }

    /** What a checkpoint of the log as it lies there would say. */
    private Checkpoint checkpointAfter(int height) {
        CompactRange range = new CompactRange();
        JournalCheck.check(BlockLog.entries(directory()), record -> {
            BlockRecord block = BlockRecord.parse(record.payload()).orElseThrow();
            if (block.height() <= height) {
                block.entries().forEach(entry -> range.append(TreeHash.leaf(entry), (_, _, _) -> {}));
            }
        });
        return new Checkpoint(SoloLedgers.KEYS.origin(), range.size(), range.root());
    }

    private LogFsck.Report checkFrom(Checkpoint trusted) {
        return LogFsck.check(
                directory(),
                SoloLedgers.KEYS.roster().policy(),
                SoloLedgers.SIGNATURES,
                new LogFsck.Options(Optional.of(trusted), _ -> {}));
    }

    private void forge(int height, UnaryOperator<BlockRecord> forgery) throws IOException {
        LedgerFiles.forge(directory(), block -> Optional.of(block.height() == height ? forgery.apply(block) : block));
    }

    private static LogFsck.Report check(Path directory) {
        return LogFsck.check(directory, SoloLedgers.KEYS.roster().policy(), SoloLedgers.SIGNATURES, _ -> {});
    }

    /** A ledger with blocks of one command each, over several segments. */
    private Snapshot build() {
        SoloOptions options = ledgers.options()
                .withJournals(
                        JournalOptions.defaults().withSegmentBytes(1000),
                        JournalOptions.defaults().withSegmentBytes(12_000));
        try (SoloLedger ledger = SoloLedger.open(directory(), SoloLedgers.KEYS, options)) {
            ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                    .join();
            for (int i = 1; i < BLOCKS; i++) {
                ledger.submit(World.register(i)).join();
            }
            return ledger.snapshot();
        }
    }

    private Path directory() {
        return temp.resolve("ledger");
    }
}
