package org.vitaledger.ledger.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.journal.Join;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * Publishes the newest checkpoint of a ledger again and again, each publisher on a thread of its own, and holds what came
 * back. Safe for any thread.
 */
public final class Publications implements AutoCloseable {
    /** How long a cosigned checkpoint is served while a newer one waits for its cosignature. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final StampStore stamps;
    private final BiConsumer<String, Fault> troubles;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private final List<CheckpointPublisher> publishers;
    private @Nullable Cosigned cosigned;
    private long cosignedNanos;
    private long servedSize;

    /**
     * How often a publisher is asked; it isn't while the ledger rests.
     *
     * @param publisher where to
     * @param interval from one time to the next
     */
    public record Plan(CheckpointPublisher publisher, Duration interval) {}

    /**
     * A checkpoint that witnesses cosigned.
     *
     * @param size of the log
     * @param checkpoint the note with all cosignatures
     * @param recent the ledger as it was then, with that checkpoint; empty where that is too long ago, for it holds what the
     *     ledger itself has given up
     */
    public record Cosigned(long size, String checkpoint, Optional<Snapshot> recent) {}

    private Publications(Ledger ledger, StampStore stamps, List<Plan> plans, BiConsumer<String, Fault> troubles) {
        this.ledger = ledger;
        this.publishers = plans.stream().map(Plan::publisher).toList();
        this.stamps = stamps;
        this.troubles = troubles;
    }

    /**
     * Begins to publish.
     *
     * @param folder where time stamps are kept; made if absent
     * @param troubles learns of each failure with the name of the publisher; the next attempt comes after the interval
     * @throws PublishFault STORE_UNUSABLE
     */
    public static Publications start(Path folder, Ledger ledger, List<Plan> plans, BiConsumer<String, Fault> troubles) {
        Publications started = new Publications(ledger, StampStore.open(folder), plans, troubles);
        for (Plan plan : plans) {
            started.threads.add(Thread.ofVirtual()
                    .name("publish-" + plan.publisher().name())
                    .start(() -> started.run(plan)));
        }
        return started;
    }

    /**
     * The checkpoint to serve, never a smaller one than before: the newest that witnesses cosigned, unless a newer one has
     * waited for them too long; empty before the first block.
     */
    public synchronized String checkpoint() {
        Snapshot now = ledger.snapshot();
        if (cosigned != null && isCurrent(cosigned, now) && cosigned.size() >= servedSize) {
            servedSize = cosigned.size();
            return cosigned.checkpoint();
        }
        servedSize = Math.max(servedSize, now.size());
        return now.checkpoint();
    }

    /** The newest checkpoint that witnesses cosigned since the start, however long ago; empty if none was. */
    public synchronized Optional<Cosigned> cosigned() {
        letGo();
        return Optional.ofNullable(cosigned);
    }

    private boolean isCurrent(Cosigned last, Snapshot now) {
        return last.size() == now.size() || System.nanoTime() - cosignedNanos < GRACE.toNanos();
    }

    private synchronized void letGo() {
        if (cosigned != null && cosigned.recent().isPresent() && !isCurrent(cosigned, ledger.snapshot())) {
            cosigned = new Cosigned(cosigned.size(), cosigned.checkpoint(), Optional.empty());
        }
    }

    /** What somebody outside said last that contradicts the log; empty if nothing does. */
    public Optional<Fault> fault() {
        return publishers.stream()
                .flatMap(publisher -> publisher.fault().stream())
                .findFirst();
    }

    /** The time stamps that are kept. */
    public StampStore stamps() {
        return stamps;
    }

    /** Stops; a publication under way is broken off. */
    @Override
    public void close() {
        stop.countDown();
        threads.forEach(Thread::interrupt);
        Join.uninterruptibly(threads, () -> {});
    }

    private void run(Plan plan) {
        long published = 0;
        try {
            do {
                letGo();
                published = Math.max(published, publishNext(plan.publisher(), published));
            } while (!stop.await(plan.interval().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How much is published then. Nothing ends the thread but the stop. */
    private long publishNext(CheckpointPublisher publisher, long published) {
        try {
            Snapshot now = ledger.snapshot();
            return now.size() > published && publish(publisher, now) ? now.size() : published;
        } catch (RuntimeException | Error e) {
            troubles.accept(
                    publisher.name(),
                    new PublishFault(
                            PublishFault.Kind.BUG, Map.of("bug", e.getClass().getName()), e));
            return published;
        }
    }

    private boolean publish(CheckpointPublisher publisher, Snapshot snapshot) {
        try {
            SignedNote note = SignedNote.parse(snapshot.checkpoint().getBytes(UTF_8));
            return switch (publisher.publish(note)) {
                case Publication.Cosigned(var cosignatures, boolean isWhole) -> {
                    cosigned(snapshot, note, cosignatures);
                    yield isWhole;
                }
                case Publication.Stamped(var reply) -> {
                    stamps.keep(new StampStore.Id(snapshot.size(), publisher.name()), note, reply);
                    yield true;
                }
            };
        } catch (Fault e) {
            if (stop.getCount() > 0) {
                troubles.accept(publisher.name(), e);
            }
            return false;
        } catch (NoteRejected e) {
            throw new IllegalStateException("the ledger's own checkpoint is a signed note", e);
        }
    }

    private synchronized void cosigned(Snapshot snapshot, SignedNote note, List<NoteSignature> cosignatures) {
        // What cosigned the same size before stands beside it.
        Cosigned last = cosigned;
        SignedNote former = last != null && last.size() == snapshot.size() ? parse(last.checkpoint()) : note;
        List<NoteSignature> all = new ArrayList<>(former.signatures());
        cosignatures.stream().filter(each -> !all.contains(each)).forEach(all::add);
        if (cosigned == null || snapshot.size() >= cosigned.size()) {
            String text = new String(new SignedNote(note.text(), all).encode(), UTF_8);
            cosigned = new Cosigned(snapshot.size(), text, Optional.of(snapshot.with(text)));
            cosignedNanos = System.nanoTime();
        }
    }

    private static SignedNote parse(String note) {
        try {
            return SignedNote.parse(note.getBytes(UTF_8));
        } catch (NoteRejected e) {
            throw new IllegalStateException("a note of our own is one", e);
        }
    }
}
