package org.vitaledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.merkle.ConsistencyProof;
import org.vitaledger.core.merkle.EntryBundle;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.merkle.TiledTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;

/** What every adapter of the port holds. An adapter's test extends this and opens its ledger. */
@Timeout(120)
public abstract class LedgerLaws {
    /** Opens the ledger of {@link World#HOSPITAL}; within one test always the same, which is closed at that time. */
    protected abstract Ledger open();

    /** The founder, whose id is {@link World#HOSPITAL}, with the keys that cosign. */
    protected abstract Member founder();

    /** What an outsider verifies with. */
    protected abstract Policy policy();

    @Test
    void answersWithTheEntryThatTheCommandBecame() throws EntryRejected {
        try (Ledger ledger = open()) {
            Command founding = new Command.FoundConsortium(List.of(founder()));
            Receipt receipt = ledger.submit(founding).join();

            assertThat(receipt.outcome()).isEqualTo(new Outcome.Applied());
            assertThat(receipt.height()).isEqualTo(ledger.snapshot().height()).isEqualTo(1);
            assertThat(Entry.parse(ledger.log().entry(receipt.index())))
                    .isEqualTo(new Entry.Ordered(World.HOSPITAL, founding, 0));
            assertThat(ledger.snapshot().state().members()).containsExactly(World.HOSPITAL);
        }
    }

    @Test
    void endsEveryBlockWithItsStateRoot() throws EntryRejected {
        try (Ledger ledger = open()) {
            found(ledger);
            Snapshot now = ledger.snapshot();

            assertThat(Entry.parse(ledger.log().entry(now.size() - 1)))
                    .isEqualTo(new Entry.Close(
                            now.height(), now.time(), now.state().map().root()));
        }
    }

    @Test
    void keepsTheOrderOfASubmitter() {
        try (Ledger ledger = open()) {
            found(ledger);
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                receipts.add(ledger.submit(World.register(i)));
            }
            List<Long> indexes = receipts.stream().map(r -> r.join().index()).toList();
            assertThat(indexes).isSorted().doesNotHaveDuplicates();
        }
    }

    @Proves("INV-002")
    @Test
    void commitsAnAnchorOnceHoweverOftenItIsSubmitted() {
        try (Ledger ledger = open()) {
            found(ledger);
            ledger.submit(World.register(1)).join();
            Command anchor = World.anchor(1, 1, World.range(1, 1, 10));
            Outcome first = ledger.submit(anchor).join().outcome();
            Hash state = ledger.snapshot().state().map().root();
            List<CompletableFuture<Receipt>> again = List.of(ledger.submit(anchor), ledger.submit(anchor));

            assertThat(first).isEqualTo(new Outcome.Applied());
            assertThat(again).allSatisfy(r -> assertThat(r.join().outcome()).isEqualTo(new Outcome.Repeated()));
            assertThat(ledger.snapshot().state().map().root()).isEqualTo(state);
        }
    }

    @Test
    void writesRefusalsIntoTheLogToo() throws EntryRejected {
        try (Ledger ledger = open()) {
            found(ledger);
            Command revoke = new Command.RevokeDevice(World.device(9));
            Receipt receipt = ledger.submit(revoke).join();

            assertThat(receipt.outcome()).isEqualTo(new Outcome.Refused(Refusal.UNKNOWN_DEVICE));
            assertThat(Entry.parse(ledger.log().entry(receipt.index())))
                    .isEqualTo(new Entry.Ordered(World.HOSPITAL, revoke, Refusal.UNKNOWN_DEVICE.code()));
        }
    }

    @Test
    void submitsNothingForAVersionOfTheContractsThatTheSoftwareDoesNotHave() {
        try (Ledger ledger = open()) {
            found(ledger);
            VersionChange unknown = new VersionChange(Contracts.NEWEST_VERSION + 1, 1_000_000);
            Command propose = new Command.Propose(1, new Change.SetContractVersion(unknown));

            assertThatThrownBy(() -> ledger.submit(propose).join())
                    .extracting(thrown -> thrown instanceof CompletionException ? thrown.getCause() : thrown)
                    .isInstanceOfSatisfying(
                            SubmitFault.class,
                            fault -> assertThat(fault.code()).isEqualTo(SubmitFault.Kind.UNSUPPORTED));
            ledger.submit(World.register(1)).join();
            assertThat(ledger.snapshot().state().governance().versions()).hasSize(1);
        }
    }

    @Proves("INV-005")
    @Test
    void isTheSameAfterReopening() {
        Snapshot before;
        try (Ledger ledger = open()) {
            found(ledger);
            for (int i = 1; i <= 50; i++) {
                ledger.submit(World.register(i)).join();
            }
            before = ledger.snapshot();
        }
        try (Ledger ledger = open()) {
            Snapshot after = ledger.snapshot();
            assertThat(after.height()).isEqualTo(before.height());
            assertThat(after.size()).isEqualTo(before.size());
            assertThat(after.root()).isEqualTo(before.root());
            assertThat(after.time()).isEqualTo(before.time());
            assertThat(after.checkpoint()).isEqualTo(before.checkpoint());
            assertThat(after.state().map().root())
                    .isEqualTo(before.state().map().root());
            assertThat(ledger.submit(World.register(51)).join().height()).isEqualTo(before.height() + 1);
        }
    }

    @Test
    void tellsFollowersEveryBlockInOrderFromTheHeightTheyAskFor() {
        List<Block> all = new CopyOnWriteArrayList<>();
        List<Block> some = new CopyOnWriteArrayList<>();
        try (Ledger ledger = open()) {
            found(ledger);
            ledger.submit(World.register(1)).join();
            Ledger.Following first = ledger.follow(0, all::add);
            Ledger.Following second = ledger.follow(3, some::add);
            for (int i = 2; i <= 100; i++) {
                ledger.submit(World.register(i)).join();
            }
            long height = ledger.snapshot().height();
            await().until(() -> all.size() == height && some.size() == height - 2);
            first.close();
            second.close();
        }
        try (Ledger ledger = open()) {
            List<Block> past = new CopyOnWriteArrayList<>();
            try (Ledger.Following following = ledger.follow(1, past::add)) {
                await().until(() -> past.size() == all.size());
                assertThat(following).isNotNull();
            }
            assertThat(past).isEqualTo(all);
        }
        assertThat(some).isEqualTo(all.subList(2, all.size()));
        assertThat(all)
                .extracting(Block::height)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(1L);
    }

    @Test
    void aFollowerMayEndItselfWhileTheOthersGoOn() {
        AtomicInteger seen = new AtomicInteger();
        try (Ledger ledger = open();
                Ledger.Following going = ledger.follow(1, _ -> seen.incrementAndGet())) {
            AtomicInteger last = new AtomicInteger();
            Ledger.Following[] self = new Ledger.Following[1];
            CountDownLatch set = new CountDownLatch(1);
            self[0] = ledger.follow(1, block -> {
                awaitQuietly(set);
                last.set((int) block.height());
                self[0].close();
            });
            set.countDown();
            found(ledger);
            ledger.submit(World.register(1)).join();
            long height = ledger.snapshot().height();
            await().until(() -> seen.get() == height);
            assertThat(going).isNotNull();
            assertThat(last).hasValue(1);
        }
    }

    @Test
    void provesEveryEntryUnderThePolicy() throws NoteRejected {
        try (Ledger ledger = open()) {
            found(ledger);
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                receipts.add(ledger.submit(World.register(i % 120)));
            }
            receipts.forEach(CompletableFuture::join);
            Snapshot now = ledger.snapshot();
            for (long index = 0; index < now.size(); index++) {
                SignedNote note = SignedNote.parse(Bytes.utf8(now.checkpoint()).toArray());
                TlogProof proof =
                        new TlogProof(Optional.empty(), index, ledger.log().inclusion(index, now.size()), note);
                assertThat(verifies(proof.encode(), ledger.log().entry(index))).isTrue();
            }
        }
    }

    private boolean verifies(byte[] file, Bytes entry) throws NoteRejected {
        TlogProof proof = TlogProof.parse(file);
        return policy().check(proof.checkpoint(), Signatures.platform()) instanceof PolicyCheck.Accepted accepted
                && proof.inclusion(accepted.checkpoint())
                        .verify(TreeHash.leaf(entry), accepted.checkpoint().root());
    }

    @Test
    void everyCheckpointIsConsistentWithTheNext() {
        try (Ledger ledger = open()) {
            List<Snapshot> snapshots = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ledger.submit(i == 0 ? new Command.FoundConsortium(List.of(founder())) : World.register(i))
                        .join();
                snapshots.add(ledger.snapshot());
            }
            for (int i = 1; i < snapshots.size(); i++) {
                Snapshot from = snapshots.get(i - 1);
                Snapshot to = snapshots.get(i);
                List<Hash> path = ledger.log().consistency(from.size(), to.size());
                assertThat(new ConsistencyProof(from.size(), to.size(), path).verify(from.root(), to.root()))
                        .isTrue();
            }
        }
    }

    @Test
    void servesTilesThatMakeTheRootAndBundlesThatMakeTheTiles() {
        try (Ledger ledger = open()) {
            found(ledger);
            List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                receipts.add(ledger.submit(World.register(i % 100)));
            }
            receipts.forEach(CompletableFuture::join);
            Snapshot now = ledger.snapshot();
            LogReader log = ledger.log();

            TiledTree tree =
                    new TiledTree(now.size(), address -> log.tile(address).toArray());
            assertThat(tree.root(now.size())).isEqualTo(now.root());
            for (long tile = 0; TileAddress.available(0, tile, now.size()) > 0; tile++) {
                int width = TileAddress.available(0, tile, now.size());
                Bytes bundle = log.tile(TileAddress.entries(tile, width));
                Bytes hashes = Bytes.EMPTY;
                for (Bytes entry : EntryBundle.decode(bundle.toArray()).orElseThrow()) {
                    hashes = hashes.plus(TreeHash.leaf(entry).bytes());
                }
                assertThat(log.tile(new TileAddress(0, tile, width))).isEqualTo(hashes);
                assertThat(log.tile(new TileAddress(0, tile, 1))).isEqualTo(hashes.slice(0, Hash.SIZE));
            }
        }
    }

    @Test
    void readsNothingBeyondTheLastBlock() {
        try (Ledger ledger = open()) {
            found(ledger);
            long size = ledger.snapshot().size();
            LogReader log = ledger.log();

            assertThatThrownBy(() -> log.entry(size)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.entry(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.inclusion(0, size + 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.inclusion(size, size)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.consistency(1, size + 1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.tile(new TileAddress(0, 0, (int) size + 1)))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> log.tile(TileAddress.entries(1, 1))).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void givesEveryCommandOfManySubmittersOneEntry() {
        int submitters = 8;
        int each = 250;
        List<CompletableFuture<Receipt>> receipts = new CopyOnWriteArrayList<>();
        long size;
        try (Ledger ledger = open()) {
            found(ledger);
            List<Thread> threads = new ArrayList<>();
            for (int s = 0; s < submitters; s++) {
                int first = s;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < each; i++) {
                        receipts.add(ledger.submit(World.register((first + i) % 100)));
                    }
                }));
            }
            threads.forEach(LedgerLaws::joinQuietly);
            assertThat(receipts.stream().map(r -> r.join().index()))
                    .hasSize(submitters * each)
                    .doesNotHaveDuplicates();
            size = ledger.snapshot().size();
            assertThat(size).isEqualTo(1L + receipts.size() + ledger.snapshot().height());
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.snapshot().size()).isEqualTo(size);
        }
    }

    @Test
    void finishesWhatWaitsWhenClosedAndTakesNoMore() {
        Ledger ledger = open();
        found(ledger);
        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            receipts.add(ledger.submit(World.register(i)));
        }
        ledger.close();

        assertThat(receipts)
                .allSatisfy(receipt -> assertThat(receipt.join().outcome()).isEqualTo(new Outcome.Applied()));
        assertThatThrownBy(() -> ledger.submit(World.register(101)).join())
                .satisfies(thrown -> assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
                        .isInstanceOf(SubmitFault.class));
    }

    /** Founds the consortium with the member that {@link #open} opens for. */
    protected final void found(Ledger ledger) {
        assertThat(ledger.submit(new Command.FoundConsortium(List.of(founder())))
                        .join()
                        .outcome())
                .isEqualTo(new Outcome.Applied());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
