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
 * the others' cosignatures; its own come later. For one thread at a time.
 */
public final class Witnesses implements CheckpointPublisher {
    /** How long the others are waited for, once one has cosigned. */
    private static final long GRACE_MILLIS = 2_000;

    private final List<WitnessClient> clients;
    private final Consumer<Fault> troubles;
    private final Set<WitnessClient> busy = ConcurrentHashMap.newKeySet();
    private final Map<WitnessClient, Said> last = new ConcurrentHashMap<>();

    /** @param troubles learns why one of them did not cosign, while others did; once, until it says something else */
    public Witnesses(List<WitnessClient> clients, Consumer<Fault> troubles) {
        this.clients = List.copyOf(clients);
        this.troubles = troubles;
    }

    /**
     * What a witness said.
     *
     * @param text of the checkpoint that it was asked about
     */
    private record Said(String text, List<NoteSignature> cosignatures, Optional<Fault> failure) {
        boolean isCosigned(SignedNote checkpoint) {
            return failure.isEmpty() && text.equals(checkpoint.text());
        }

        Optional<String> code() {
            return failure.map(fault -> fault.code().id());
        }
    }

    @Override
    public String name() {
        return "witness";
    }

    /** {@inheritDoc} The checkpoint is shown to all that have answered the last one, and have not cosigned it yet. */
    @Override
    public Publication.Cosigned publish(SignedNote checkpoint) {
        return publish(checkpoint, GRACE_MILLIS);
    }

    private Publication.Cosigned publish(SignedNote checkpoint, long graceMillis) {
        Map<WitnessClient, Said> before = Map.copyOf(last);
        ask(checkpoint, graceMillis);
        List<Said> cosigned = last.values().stream()
                .filter(said -> said.isCosigned(checkpoint))
                .toList();
        if (cosigned.isEmpty()) {
            throw clients.stream()
                    .flatMap(client -> Optional.ofNullable(last.get(client)).stream())
                    .flatMap(said -> said.failure().stream())
                    .findFirst()
                    .orElseGet(() -> new PublishFault(PublishFault.Kind.WITNESS_SILENT, Map.of(), null));
        }
        last.forEach((client, said) -> {
            boolean isTold =
                    before.containsKey(client) && before.get(client).code().equals(said.code());
            said.failure().filter(failure -> !isTold).ifPresent(troubles);
        });
        return new Publication.Cosigned(
                cosigned.stream().flatMap(said -> said.cosignatures().stream()).toList(),
                cosigned.size() == clients.size());
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
        return last.values().stream()
                .flatMap(said -> said.failure().stream())
                .filter(failure -> failure.code() == PublishFault.Kind.WITNESS_AHEAD
                        || failure.code() == PublishFault.Kind.WITNESS_DISAGREES)
                .findFirst();
    }

    /** Shows a checkpoint, and waits for what is said of it; what is said later counts later. */
    private void ask(SignedNote checkpoint, long graceMillis) {
        BlockingQueue<Said> answers = new LinkedBlockingQueue<>();
        List<Thread> asked = new ArrayList<>();
        Executor threads = task -> asked.add(Thread.ofVirtual().name("witness").start(task));
        for (WitnessClient client : clients) {
            Said former = last.get(client);
            boolean hasCosigned = former != null && former.isCosigned(checkpoint);
            if (!hasCosigned && busy.add(client)) {
                var _ = CompletableFuture.supplyAsync(
                                () -> client.publish(checkpoint).cosignatures(), threads)
                        .handle((cosignatures, failure) -> failure == null
                                ? new Said(checkpoint.text(), cosignatures, Optional.empty())
                                : new Said(checkpoint.text(), List.of(), Optional.of(fault(failure))))
                        .thenAccept(said -> {
                            last.put(client, said);
                            busy.remove(client);
                            answers.add(said);
                        });
            }
        }
        try {
            await(answers, asked.size(), graceMillis);
        } catch (InterruptedException e) {
            asked.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BlockingQueue<Said> answers, int asked, long graceMillis) throws InterruptedException {
        long end = Long.MAX_VALUE;
        for (int answered = 0; answered < asked; answered++) {
            long left = end == Long.MAX_VALUE ? end : end - System.nanoTime();
            Said next = answers.poll(left, TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            if (end == Long.MAX_VALUE && next.failure().isEmpty()) {
                end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
            }
        }
    }

    private static Fault fault(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof Fault known ? known : new PublishFault(PublishFault.Kind.BUG, Map.of(), cause);
    }
}
