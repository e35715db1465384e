package org.vitaledger.ledger.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publication;
import org.vitaledger.ledger.publish.PublishFault;

/**
 * Has checkpoints of the own log cosigned by several witnesses at a time. One that is slow or out of reach keeps nobody from
 * the others' cosignatures. For one thread at a time.
 */
public final class Witnesses implements CheckpointPublisher {
    /** How long the others are waited for, once one has cosigned. */
    private static final long GRACE_MILLIS = 2_000;

    private final List<WitnessClient> clients;
    private final Consumer<Fault> troubles;
    private final Set<WitnessClient> busy = ConcurrentHashMap.newKeySet();
    private final Map<WitnessClient, Fault> contradictions = new ConcurrentHashMap<>();

    /** @param troubles learns why one of them did not cosign, while others did */
    public Witnesses(List<WitnessClient> clients, Consumer<Fault> troubles) {
        this.clients = List.copyOf(clients);
        this.troubles = troubles;
    }

    /** What a witness said. */
    private record Said(List<NoteSignature> cosignatures, Optional<Fault> failure) {}

    @Override
    public String name() {
        return "witness";
    }

    /** {@inheritDoc} The checkpoint is shown to all that have answered the last one. */
    @Override
    public Publication.Cosigned publish(SignedNote checkpoint) {
        return publish(checkpoint, GRACE_MILLIS);
    }

    private Publication.Cosigned publish(SignedNote checkpoint, long graceMillis) {
        List<NoteSignature> cosignatures = new ArrayList<>();
        List<Fault> failures = new ArrayList<>();
        for (Said said : ask(checkpoint, graceMillis)) {
            cosignatures.addAll(said.cosignatures());
            said.failure().ifPresent(failures::add);
        }
        if (cosignatures.isEmpty()) {
            throw failures.isEmpty()
                    ? new PublishFault(PublishFault.Kind.WITNESS_SILENT, Map.of(), null)
                    : failures.getFirst();
        }
        failures.forEach(troubles);
        return new Publication.Cosigned(cosignatures);
    }

    /**
     * Asks that no witness has seen more of the log than there is here, nor another one: what is signed then contradicts
     * nothing that they cosigned (INV-006). Those out of reach are not asked.
     *
     * @param head the newest checkpoint that is here
     * @throws PublishFault of kind WITNESS_AHEAD or WITNESS_DISAGREES
     */
    public void requireNewest(SignedNote head) {
        try {
            // The one that knows better may be the last to answer.
            publish(head, Integer.MAX_VALUE);
        } catch (Fault e) {
            troubles.accept(e);
        }
        Optional<Fault> contradiction = fault();
        if (contradiction.isPresent()) {
            throw contradiction.get();
        }
    }

    @Override
    public Optional<Fault> fault() {
        return contradictions.values().stream().findFirst();
    }

    private List<Said> ask(SignedNote checkpoint, long graceMillis) {
        BlockingQueue<Said> answers = new LinkedBlockingQueue<>();
        List<Thread> asked = new ArrayList<>();
        Executor threads = task -> asked.add(Thread.ofVirtual().name("witness").start(task));
        for (WitnessClient client : clients) {
            if (busy.add(client)) {
                var _ = CompletableFuture.supplyAsync(
                                () -> client.publish(checkpoint).cosignatures(), threads)
                        .whenComplete((cosignatures, failure) -> {
                            busy.remove(client);
                            answers.add(failure == null ? cosigned(client, cosignatures) : failed(client, failure));
                        });
            }
        }
        try {
            return await(answers, asked.size(), graceMillis);
        } catch (InterruptedException e) {
            asked.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static List<Said> await(BlockingQueue<Said> answers, int asked, long graceMillis)
            throws InterruptedException {
        List<Said> all = new ArrayList<>();
        long end = Long.MAX_VALUE;
        while (all.size() < asked) {
            long left = end == Long.MAX_VALUE ? end : end - System.nanoTime();
            Said next = answers.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                return all;
            }
            all.add(next);
            if (end == Long.MAX_VALUE && !next.cosignatures().isEmpty()) {
                end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
            }
        }
        return all;
    }

    private Said cosigned(WitnessClient client, List<NoteSignature> cosignatures) {
        contradictions.remove(client);
        return new Said(cosignatures, Optional.empty());
    }

    private Said failed(WitnessClient client, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof Fault known)) {
            return new Said(List.of(), Optional.of(new PublishFault(PublishFault.Kind.BUG, Map.of(), cause)));
        }
        if (known.code() == PublishFault.Kind.WITNESS_AHEAD || known.code() == PublishFault.Kind.WITNESS_DISAGREES) {
            contradictions.put(client, known);
        }
        return new Said(List.of(), Optional.of(known));
    }
}
