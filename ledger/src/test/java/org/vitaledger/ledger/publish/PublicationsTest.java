package org.vitaledger.ledger.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

class PublicationsTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final NoteSigner WITNESS =
            FourMembers.signer("witness.example/w1", SignatureType.COSIGNATURE_ED25519);
    private static final Duration OFTEN = Duration.ofMillis(5);

    @TempDir
    Path folder;

    private final Shown ledger = new Shown();
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    @Test
    void servesTheCheckpointWithTheCosignaturesOfTheWitness() {
        ledger.show(7);
        try (Publications publications = start(cosigning())) {
            await().untilAsserted(() ->
                    assertThat(cosigned(publications.checkpoint())).isTrue());
            assertThat(size(publications.checkpoint())).isEqualTo(7);

            ledger.show(9);
            await().untilAsserted(
                            () -> assertThat(size(publications.checkpoint())).isEqualTo(9));
            assertThat(cosigned(publications.checkpoint())).isTrue();
        }
    }

    @Test
    void givesTheNewestThatWasCosignedWhateverCameSince() {
        boolean[] works = {true};
        ledger.show(7);
        try (Publications publications = start(publisher("witness", note -> {
            if (!works[0]) {
                throw new PublishFault(PublishFault.Kind.NOT_COSIGNED, Map.of(), null);
            }
            return cosign(note);
        }))) {
            await().until(() -> publications.cosigned().isPresent());
            works[0] = false;
            ledger.show(9);
            await().until(() -> !troubles.isEmpty());

            Publications.Cosigned last = publications.cosigned().orElseThrow();
            assertThat(last.size()).isEqualTo(7);
            assertThat(cosigned(last.checkpoint())).isTrue();
            Snapshot then = last.recent().orElseThrow();
            assertThat(then.size()).isEqualTo(7);
            assertThat(then.checkpoint()).isEqualTo(last.checkpoint());
        }
    }

    @Test
    void servesTheNewestWhileNoWitnessAnswersAndGoesOnTrying() {
        ledger.show(7);
        boolean[] works = {false};
        try (Publications publications = start(publisher("witness", note -> {
            if (!works[0]) {
                throw new PublishFault(PublishFault.Kind.NOT_COSIGNED, Map.of(), null);
            }
            return cosign(note);
        }))) {
            await().until(() -> troubles.size() > 2);
            assertThat(size(publications.checkpoint())).isEqualTo(7);
            assertThat(cosigned(publications.checkpoint())).isFalse();
            works[0] = true;
            await().untilAsserted(() ->
                    assertThat(cosigned(publications.checkpoint())).isTrue());
            assertThat(troubles).containsOnly("witness VL-PUBLISH-004");
        }
    }

    @Test
    void goesOnAfterABugOfAPublisher() {
        ledger.show(7);
        boolean[] works = {false};
        try (Publications publications = start(publisher("witness", note -> {
            if (!works[0]) {
                throw new IllegalStateException("a bug");
            }
            return cosign(note);
        }))) {
            await().until(() -> troubles.contains("witness VL-PUBLISH-007"));
            works[0] = true;
            await().untilAsserted(() ->
                    assertThat(cosigned(publications.checkpoint())).isTrue());
        }
    }

    @Test
    void neverServesASmallerCheckpointThanBefore() {
        ledger.show(7);
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        try (Publications publications = start(publisher("witness", note -> {
            asked.complete(null);
            go.join();
            return cosign(note);
        }))) {
            asked.join();
            ledger.show(9);
            assertThat(size(publications.checkpoint())).isEqualTo(9);
            go.complete(null);
            await().untilAsserted(() -> {
                assertThat(size(publications.checkpoint())).isEqualTo(9);
                assertThat(cosigned(publications.checkpoint())).isTrue();
            });
        }
    }

    @Test
    void keepsStampsWithTheCheckpointsThatTheyAreOver() {
        ledger.show(7);
        CheckpointPublisher tsa =
                publisher("tsa", note -> new Publication.Stamped(Bytes.utf8("over " + size(text(note)))));
        try (Publications publications = start(tsa, cosigning())) {
            await().until(() -> publications.stamps().newest(10).size() == 1);
            ledger.show(12);
            await().until(() -> publications.stamps().newest(10).size() == 2);

            assertThat(publications.stamps().newest(1)).containsExactly(new StampStore.Id(12, "tsa"));
        }
        StampStore kept = StampStore.open(folder);
        StampStore.Stamp stamp = kept.find(new StampStore.Id(7, "tsa")).orElseThrow();
        assertThat(stamp.reply().utf8()).isEqualTo("over 7");
        assertThat(size(stamp.checkpoint().utf8())).isEqualTo(7);
        assertThat(kept.find(new StampStore.Id(8, "tsa"))).isEmpty();
    }

    @Test
    void namesStampsInOneWayOnly() {
        StampStore.Id id = new StampStore.Id(7, "tsa");

        assertThat(StampStore.Id.parse(id.text())).contains(id);
        for (String wrong : List.of("", "7-tsa", "../7-tsa", id.text() + "/", "0000000000000000000-tsa", "x-tsa")) {
            assertThat(StampStore.Id.parse(wrong)).as(wrong).isEmpty();
        }
    }

    @Test
    void publishesNothingBeforeTheFirstBlockAndStopsAtOnce() {
        List<String> published = new ArrayList<>();
        try (Publications publications = start(publisher("witness", note -> {
            published.add(note.text());
            return cosign(note);
        }))) {
            assertThat(publications.checkpoint()).isEmpty();
        }
        assertThat(published).isEmpty();
    }

    private Publications start(CheckpointPublisher... publishers) {
        List<Publications.Plan> plans = Arrays.stream(publishers)
                .map(publisher -> new Publications.Plan(publisher, OFTEN))
                .toList();
        return Publications.start(
                folder,
                ledger,
                plans,
                (name, fault) -> troubles.add(name + " " + fault.code().id()));
    }

    private static CheckpointPublisher cosigning() {
        return publisher("witness", PublicationsTest::cosign);
    }

    private static Publication cosign(SignedNote note) {
        return new Publication.Cosigned(List.of(WITNESS.sign(note.text(), 1000)), true);
    }

    private static CheckpointPublisher publisher(String name, Function<SignedNote, Publication> action) {
        return new CheckpointPublisher() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Publication publish(SignedNote checkpoint) {
                return action.apply(checkpoint);
            }
        };
    }

    private static String text(SignedNote note) {
        return new String(note.encode(), UTF_8);
    }

    private static boolean cosigned(String note) {
        return parse(note).check(WITNESS.verifierKey(), FourMembers.SIGNATURES) instanceof SignatureCheck.Valid;
    }

    private static long size(String note) {
        try {
            return Checkpoint.parse(parse(note).text()).size();
        } catch (NoteRejected e) {
            throw new AssertionError(e);
        }
    }

    private static SignedNote parse(String note) {
        try {
            return SignedNote.parse(note.getBytes(UTF_8));
        } catch (NoteRejected e) {
            throw new AssertionError(e);
        }
    }

    /** A ledger that shows what the test says. */
    private static final class Shown implements Ledger {
        private final GrowingLog log = new GrowingLog();
        private volatile Snapshot snapshot = new Snapshot(0, Instant.EPOCH, 0, log.root(0), State.EMPTY, "");

        void show(int size) {
            log.grow("entry ", size);
            SignedNote note = MEMBERS.sign(size, log.root(size), 1000, A, B, C);
            snapshot = new Snapshot(size, Instant.EPOCH, size, log.root(size), State.EMPTY, text(note));
        }

        @Override
        public MemberId member() {
            return new MemberId(FourMembers.name(A));
        }

        @Override
        public CompletableFuture<Receipt> submit(Command command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Snapshot snapshot() {
            return snapshot;
        }

        @Override
        public Following follow(long height, Consumer<Block> follower) {
            throw new UnsupportedOperationException();
        }

        @Override
        public LogReader log() {
            return log;
        }

        @Override
        public void close() {}
    }
}
