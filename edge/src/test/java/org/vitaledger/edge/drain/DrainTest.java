package org.vitaledger.edge.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Context;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.contract.Transition;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.Document;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.Vault;

class DrainTest {
    private static final DrainOptions QUICK =
            new DrainOptions(7, 1000, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(2));

    private final Spool spool = new Spool();
    private final OrderedLedger ledger = new OrderedLedger();
    private final KeptVault vault = new KeptVault();

    @Test
    void commitsWhatTheSpoolHoldsAndReleasesIt() throws Exception {
        spool.fill(100);
        drainAll();

        assertThat(ledger.anchoredPacks()).isEqualTo(100);
        assertThat(spool.released).isEqualTo(100);
        assertThat(ledger.state.device(World.device(1)).orElseThrow().anchored().highest())
                .isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Proves({"INV-002", "INV-003"})
    void commitsEachPackOnceThoughEveryStepFailsNowAndThen(long seed) throws Exception {
        spool.fill(200);
        SplittableRandom random = new SplittableRandom(seed);
        vault.trouble = random.split();
        ledger.trouble = random.split();
        // Each start may be cut off by close() at any moment and goes on where the last one stood.
        for (int start = 0; start < 20; start++) {
            Drain drain = Drain.start(new Drain.Parts(World.GATEWAY, spool, vault, ledger, DrainListener.NONE), QUICK);
            spool.moved.await(random.nextInt(3), TimeUnit.MILLISECONDS);
            drain.close();
            assertThat(drain.stopped()).isEmpty();
        }
        drainAll();

        assertThat(ledger.anchoredPacks()).isEqualTo(200);
        assertThat(vault.packs()).isEqualTo(200);
        assertThat(ledger.anchoredBeforeSealed).isFalse();
    }

    @Test
    void stopsAndKeepsTheSpoolWhenTheLedgerRefuses() throws Exception {
        spool.fill(3);
        ledger.apply(World.anchor(1, 9, World.range(1, 1, 1000)));
        vault.sealed.put(1L, new SealedBatch(World.GATEWAY, 1, 0, List.of(World.range(1, 1, 1)), List.of()));
        CountDownLatch failed = new CountDownLatch(1);
        Drain drain = Drain.start(
                new Drain.Parts(World.GATEWAY, spool, vault, ledger, new DrainListener() {
                    @Override
                    public void committed(SealedBatch batch, Receipt receipt) {}

                    @Override
                    public void failed(Fault fault) {
                        failed.countDown();
                    }
                }),
                QUICK);
        assertThat(failed.await(10, TimeUnit.SECONDS)).isTrue();
        drain.close();

        assertThat(drain.stopped()).map(fault -> fault.code().id()).contains("VL-DRAIN-001");
        assertThat(spool.released).isZero();
    }

    @ParameterizedTest
    @MethodSource
    void aBugStopsItForAllToSee(Supplier<CompletableFuture<SealedBatch>> bug) throws Exception {
        spool.fill(3);
        vault.bug = bug;
        CompletableFuture<Fault> told = new CompletableFuture<>();
        Drain drain = Drain.start(
                new Drain.Parts(World.GATEWAY, spool, vault, ledger, new DrainListener() {
                    @Override
                    public void committed(SealedBatch batch, Receipt receipt) {}

                    @Override
                    public void failed(Fault fault) {
                        told.complete(fault);
                    }
                }),
                QUICK);
        assertThat(told.get(10, TimeUnit.SECONDS).code().id()).isEqualTo("VL-DRAIN-003");
        assertThat(drain.stopped()).isPresent();
        drain.close();
        assertThat(spool.released).isZero();
    }

    static Stream<Supplier<CompletableFuture<SealedBatch>>> aBugStopsItForAllToSee() {
        return Stream.of(
                () -> {
                    throw new IllegalArgumentException("a bug");
                },
                () -> {
                    throw new AssertionError("another");
                },
                () -> CompletableFuture.failedFuture(new IllegalStateException("one in the vault's thread")));
    }

    @Test
    void stopsWhenTheVaultIsOlderThanTheLedger() throws Exception {
        ledger.apply(World.anchor(1, 9, World.range(1, 1, 1)));
        Drain drain = Drain.start(new Drain.Parts(World.GATEWAY, spool, vault, ledger, DrainListener.NONE), QUICK);
        drain.close();

        assertThat(drain.stopped()).map(fault -> fault.code().id()).contains("VL-DRAIN-002");
    }

    private void drainAll() throws InterruptedException {
        vault.trouble = null;
        ledger.trouble = null;
        CountDownLatch done = new CountDownLatch(1);
        spool.whenEmpty = done;
        Drain drain = Drain.start(new Drain.Parts(World.GATEWAY, spool, vault, ledger, DrainListener.NONE), QUICK);
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        drain.close();
        assertThat(drain.stopped()).isEmpty();
    }

    private static final class Trouble extends Fault {
        private static final long serialVersionUID = 1L;

        Trouble() {
            super(DrainFault.DrainCode.VAULT_BEHIND, Map.of(), null);
        }
    }

    private static boolean strikes(@Nullable SplittableRandom trouble) {
        return trouble != null && trouble.nextInt(4) == 0;
    }

    private static final class Spool implements PackSource {
        private final List<SpooledPack> packs = new ArrayList<>();
        final CountDownLatch moved = new CountDownLatch(1);
        volatile CountDownLatch whenEmpty = new CountDownLatch(1);
        volatile long released;

        void fill(int count) {
            for (int i = 0; i < count; i++) {
                DeviceId device = World.device(1 + i % 3);
                long sequence = 1L + i / 3;
                Bytes signed = Bytes.utf8("pack " + i);
                Reading reading = new Reading(
                        new ReadingId(device, sequence, 0),
                        World.patient(1),
                        Instant.ofEpochMilli(i),
                        "8867-4",
                        Decimal.of(BigDecimal.valueOf(70)),
                        "/min",
                        Hash.sha256(signed.toArray()));
                packs.add(new SpooledPack(
                        new Batch.Pack(device, sequence, World.patient(1), List.of(reading), signed), i + 1L));
            }
        }

        @Override
        public List<SpooledPack> next(long after, DrainOptions options) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<SpooledPack> next = packs.stream()
                    .filter(p -> p.end() > after)
                    .limit(options.maxPacks())
                    .toList();
            if (next.isEmpty()) {
                whenEmpty.countDown();
                moved.await(options.linger().toMillis(), TimeUnit.MILLISECONDS);
            }
            return next;
        }

        @Override
        public void release(long position) {
            released = position;
        }
    }

    private static final class KeptVault implements Vault, Catalogue {
        final Map<Long, SealedBatch> sealed = new TreeMap<>();

        @Nullable SplittableRandom trouble;

        @Nullable Supplier<CompletableFuture<SealedBatch>> bug;

        @Override
        public synchronized CompletableFuture<SealedBatch> seal(Batch batch) {
            if (bug != null) {
                return bug.get();
            }
            if (strikes(trouble)) {
                return CompletableFuture.failedFuture(new Trouble());
            }
            SealedBatch kept = sealed.computeIfAbsent(batch.number(), number -> sealed(batch));
            // The answer may be lost after the batch is durable.
            return strikes(trouble)
                    ? CompletableFuture.failedFuture(new Trouble())
                    : CompletableFuture.completedFuture(kept);
        }

        private static SealedBatch sealed(Batch batch) {
            List<Hash> commitments = batch.packs().stream()
                    .flatMap(pack -> pack.readings().stream())
                    .map(reading -> Commitment.of(new byte[Commitment.SALT_SIZE], reading))
                    .toList();
            List<SequenceRange> ranges = new ArrayList<>();
            for (Batch.Pack pack : batch.packs()) {
                ranges.add(SequenceRange.of(
                        pack.device(), pack.sequence(), pack.readings().size()));
            }
            return new SealedBatch(
                    batch.gateway(), batch.number(), batch.origin(), SequenceRange.joined(ranges), commitments);
        }

        int packs() {
            return sealed.values().stream()
                    .flatMap(batch -> batch.ranges().stream())
                    .mapToInt(SequenceRange::packs)
                    .sum();
        }

        @Override
        public Catalogue catalogue() {
            return this;
        }

        @Override
        public synchronized Optional<SealedBatch> batch(GatewayId gateway, long number) {
            return Optional.ofNullable(sealed.get(number));
        }

        @Override
        public synchronized long lastBatch(GatewayId gateway) {
            return sealed.size();
        }

        @Override
        public boolean holds(DeviceId device, long sequence, Hash pack) {
            return false;
        }

        @Override
        public Optional<PatientHandle> patientOf(ReadingId reading) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<Void> store(Document document) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PatientRecord open(Grant grant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Void> shred(PatientHandle patient) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private final class OrderedLedger implements Ledger {
        State state = foundedState();
        private int packs;
        boolean anchoredBeforeSealed;

        @Nullable SplittableRandom trouble;

        private static State foundedState() {
            World world = World.founded();
            for (int device = 1; device <= 3; device++) {
                world.apply(World.register(device));
            }
            return world.state();
        }

        synchronized Outcome apply(Command command) {
            Transition next = Contracts.apply(state, new Context(World.HOSPITAL, 1, World.START), command);
            state = next.state();
            if (next.outcome() instanceof Outcome.Applied && command instanceof Command.Anchor anchor) {
                packs += anchor.ranges().stream().mapToInt(SequenceRange::packs).sum();
                anchoredBeforeSealed |= vault.lastBatch(World.GATEWAY) < anchor.number();
            }
            return next.outcome();
        }

        int anchoredPacks() {
            return packs;
        }

        @Override
        public MemberId member() {
            return World.HOSPITAL;
        }

        @Override
        public synchronized CompletableFuture<Receipt> submit(Command command) {
            if (strikes(trouble)) {
                return CompletableFuture.failedFuture(new Trouble());
            }
            Receipt receipt = new Receipt(0, 1, apply(command));
            return strikes(trouble)
                    ? CompletableFuture.failedFuture(new Trouble())
                    : CompletableFuture.completedFuture(receipt);
        }

        @Override
        public synchronized Snapshot snapshot() {
            return new Snapshot(1, World.START, 1, Hash.sha256(), state, "");
        }

        @Override
        public Following follow(long height, Consumer<Block> follower) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LogReader log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
