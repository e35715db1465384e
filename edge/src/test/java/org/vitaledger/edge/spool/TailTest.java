package org.vitaledger.edge.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.edge.drain.DrainOptions;
import org.vitaledger.edge.drain.PackSource.SpooledPack;
import org.vitaledger.vault.Batch;

/** Who waits for company, and for how long. A pack takes up ten bytes here. */
class TailTest {
    private static final int ENOUGH = 5;
    private static final DrainOptions AN_HOUR =
            new DrainOptions(8 * ENOUGH, 8 * 20, Duration.ofHours(1), Duration.ZERO, Duration.ZERO);

    private final Tail tail = new Tail(1000, 0);
    private long end;

    @Test
    void theFirstWaitsUntilThereIsCompanyEnough() throws Exception {
        add(1);
        Taking taking = new Taking(AN_HOUR);
        taking.awaitWaiting();
        for (int i = 1; i < ENOUGH; i++) {
            assertThat(taking.packs).isNotDone();
            add(1);
        }
        assertThat(taking.get()).hasSize(ENOUGH);
    }

    @Test
    void readingsAreCompanyToo() throws Exception {
        add(15);
        Taking taking = new Taking(AN_HOUR);
        taking.awaitWaiting();
        add(5);
        assertThat(taking.get()).hasSize(2);
    }

    @Test
    void nothingWaitsWhereThereIsNoRoomForMore() throws Exception {
        Tail small = new Tail(20, 0);
        for (int i = 0; i < 3; i++) {
            small.add(pack(1, 10L * (i + 1)), 10L * i);
        }
        assertThat(small.take(0, AN_HOUR)).hasSize(2);
        assertThat(small.take(20, AN_HOUR)).as("read it from the disk").isNull();
    }

    @Test
    void whatWaitedLongEnoughGoesAtOnceWithAllThatCameSince() throws Exception {
        add(1);
        add(1);
        DrainOptions now = AN_HOUR.withLinger(Duration.ZERO);
        assertThat(tail.take(0, now)).hasSize(2);
    }

    @Test
    void keepsWhatComesWhileTheDrainReadsFromTheDisk() throws Exception {
        Tail small = new Tail(10, 0);
        for (int i = 0; i < 3; i++) {
            small.add(pack(1, 10L * (i + 1)), 10L * i);
        }
        assertThat(small.take(0, AN_HOUR)).hasSize(1);
        small.add(pack(1, 40), 30);
        assertThat(small.take(10, AN_HOUR)).isNull();
        assertThat(small.take(30, AN_HOUR.withLinger(Duration.ZERO))).hasSize(1);
    }

    @Test
    void whoStopsDoesNotWait() throws Exception {
        add(1);
        Taking taking = new Taking(AN_HOUR);
        taking.awaitWaiting();
        taking.thread.interrupt();
        assertThat(taking.packs)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withRootCauseInstanceOf(InterruptedException.class);
    }

    private void add(int readings) {
        long start = end;
        end += 10;
        tail.add(pack(readings, end), start);
    }

    private static SpooledPack pack(int readings, long end) {
        Bytes signed = Bytes.utf8("pack " + end);
        Reading reading = new Reading(
                new ReadingId(World.device(1), 1, 0),
                World.patient(1),
                World.NOON,
                "8867-4",
                new Decimal(70, 0),
                "/min",
                Hash.sha256(signed.toArray()));
        return new SpooledPack(
                new Batch.Pack(World.device(1), end, World.patient(1), Collections.nCopies(readings, reading), signed),
                end);
    }

    /** The drain's thread. */
    private final class Taking {
        final CompletableFuture<List<SpooledPack>> packs = new CompletableFuture<>();
        final Thread thread;

        Taking(DrainOptions options) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    packs.complete(tail.take(0, options));
                } catch (InterruptedException e) {
                    packs.completeExceptionally(e);
                }
            });
        }

        void awaitWaiting() {
            Awaitility.await().until(() -> packs.isDone() || thread.getState() == Thread.State.TIMED_WAITING);
        }

        List<SpooledPack> get() throws Exception {
            return packs.get(10, TimeUnit.SECONDS);
        }
    }
}
