package org.vitaledger.api.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;

/** An index that does not get on says so. */
class LedgerIndexTest {
    @TempDir
    private Path directory = Path.of("");

    private final FakeLedger ledger = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));

    @Test
    @Proves("INV-022")
    void saysThatItIsBehindUntilItHasCaughtUp() {
        LateLedger late = new LateLedger(ledger);
        try (LedgerIndex index = LedgerIndex.follow(late, directory)) {
            assertThat(index.awaitHeight(ledger.snapshot().height(), Duration.ZERO))
                    .isFalse();
            assertThat(index.fault().orElseThrow().code().id()).isEqualTo("VL-API-007");
            late.tellAll();
            assertThat(index.awaitHeight(ledger.snapshot().height(), Duration.ofSeconds(30)))
                    .isTrue();
            assertThat(index.fault()).isEmpty();
        }
    }

    @Test
    @Proves("INV-022")
    void saysThatABugEndedIt() {
        LateLedger late = new LateLedger(ledger);
        try (LedgerIndex index = LedgerIndex.follow(late, directory)) {
            Command.Anchor skipping = new Command.Anchor(
                    new GatewayId(FakeLedger.MEMBER, "edge"),
                    5,
                    Hash.sha256(),
                    1,
                    List.of(SequenceRange.of(DeviceId.parse("0011223344556677"), 1, 1)));
            Entry.Ordered entry = new Entry.Ordered(FakeLedger.MEMBER, skipping, 0);
            assertThatThrownBy(() -> late.tell(new Block(1, Instant.EPOCH, 0, List.of(entry))))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(index.fault().orElseThrow().code().id()).isEqualTo("VL-API-008");
        }
    }

    @Test
    void goesOnWhereItEnded() {
        for (int i = 0; i < 150; i++) {
            ledger.submit(new Command.RegisterDevice(device(i), World.key(Algorithm.ED25519, i)))
                    .join();
        }
        long height = ledger.snapshot().height();
        try (LedgerIndex index = LedgerIndex.follow(ledger, directory)) {
            assertThat(index.awaitHeight(height, Duration.ofSeconds(30))).isTrue();
        }
        ledger.submit(new Command.RegisterDevice(device(150), World.key(Algorithm.ED25519, 150)))
                .join();
        LateLedger late = new LateLedger(ledger);
        try (LedgerIndex index = LedgerIndex.follow(late, directory)) {
            assertThat(late.from).isEqualTo(height - 99);
            assertThat(index.awaitHeight(height, Duration.ZERO)).isTrue();
            assertThat(index.devices()).hasSize(150).contains(device(0), device(149));
            assertThat(index.enrolmentOf(device(149))).isPresent();
            inner(late, height - 99);
            assertThat(index.awaitHeight(height + 1, Duration.ofSeconds(30))).isTrue();
            assertThat(index.devices()).hasSize(151);
            assertThat(index.latestBlocks()).hasSize(100);
        }
        FakeLedger another = new FakeLedger(InstantSource.fixed(Instant.parse("2026-01-02T00:00:00Z")));
        LateLedger other = new LateLedger(another);
        try (LedgerIndex index = LedgerIndex.follow(other, directory)) {
            assertThat(other.from).isEqualTo(1);
            assertThat(index.devices()).isEmpty();
        }
    }

    private static void inner(LateLedger late, long from) {
        late.inner.follow(from, late.follower);
    }

    private static DeviceId device(int n) {
        return new DeviceId(Bytes.of(Hash.sha256(Bytes.utf8("device " + n)).toArray(), 0, DeviceId.SIZE));
    }

    /** A ledger that tells its blocks when the test wants. */
    private static final class LateLedger implements Ledger {
        private final Ledger inner;
        private Consumer<Block> follower = block -> {};
        private long from;

        LateLedger(Ledger inner) {
            this.inner = inner;
        }

        void tell(Block block) {
            follower.accept(block);
        }

        void tellAll() {
            inner.follow(1, follower);
        }

        @Override
        public Following follow(long height, Consumer<Block> next) {
            follower = next;
            from = height;
            return () -> {};
        }

        @Override
        public MemberId member() {
            return inner.member();
        }

        @Override
        public CompletableFuture<Receipt> submit(Command command) {
            return inner.submit(command);
        }

        @Override
        public Snapshot snapshot() {
            return inner.snapshot();
        }

        @Override
        public LogReader log() {
            return inner.log();
        }

        @Override
        public void close() {}
    }
}
