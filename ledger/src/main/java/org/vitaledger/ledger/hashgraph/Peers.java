package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;

/**
 * Exchanges cosignatures with every other member, one thread each: hands over ours as they come, and asks for theirs at
 * the start and while something is written that is not final. So finality is reached whoever was away.
 */
final class Peers implements AutoCloseable {
    private static final int UNSENT = 64;
    private static final long PAUSE_MILLIS = 1000;

    private final List<Peer> peers = new ArrayList<>();
    private final Consumer<SignedNote> received;
    private final BooleanSupplier wanting;
    private volatile boolean closed;
    private volatile @Nullable SignedNote own;

    /**
     * @param received takes what the others cosigned
     * @param wanting whether anything is written that is not final
     */
    Peers(Network network, MemberId self, CertifiedKey key, Consumer<SignedNote> received, BooleanSupplier wanting) {
        this.received = received;
        this.wanting = wanting;
        for (Network.Node node : network.nodes()) {
            if (!node.member().id().equals(self)) {
                URI base = URI.create("https://" + node.endpoint().host() + ":"
                        + node.endpoint().port() + "/");
                peers.add(new Peer(new PeerClient(base, key, node.tlsCertificate())));
            }
        }
    }

    void start() {
        peers.forEach(peer -> Thread.ofVirtual().name("ledger-peer").start(peer));
    }

    /** Those who can be asked for entries. */
    List<PeerClient> clients() {
        return peers.stream().map(peer -> peer.client).toList();
    }

    /** Hands {@code note}, which we cosigned, to all. */
    void send(SignedNote note) {
        own = note;
        peers.forEach(peer -> peer.add(note));
    }

    /** What we cosigned last. */
    Optional<SignedNote> own() {
        return Optional.ofNullable(own);
    }

    @Override
    public void close() {
        closed = true;
        peers.forEach(Peer::stop);
    }

    private final class Peer implements Runnable {
        private final PeerClient client;
        private final ArrayDeque<SignedNote> unsent = new ArrayDeque<>();
        private boolean asked;

        Peer(PeerClient client) {
            this.client = client;
        }

        synchronized void add(SignedNote note) {
            unsent.add(note);
            if (unsent.size() > UNSENT) {
                unsent.removeFirst();
            }
            notifyAll();
        }

        synchronized void stop() {
            notifyAll();
            client.close();
        }

        @Override
        public void run() {
            try {
                boolean reached = true;
                while (!closed) {
                    List<SignedNote> batch = next(reached);
                    reached = exchange(batch);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** What is to be sent: at once if there is something, but not at once again if the member could not be reached. */
        private synchronized List<SignedNote> next(boolean reached) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            while (!closed && (unsent.isEmpty() || !reached) && System.nanoTime() < end) {
                wait(PAUSE_MILLIS);
            }
            List<SignedNote> batch = List.copyOf(unsent);
            unsent.clear();
            return batch;
        }

        private boolean exchange(List<SignedNote> batch) throws InterruptedException {
            try {
                if (!batch.isEmpty()) {
                    client.send(batch);
                }
                if (!asked || (batch.isEmpty() && wanting.getAsBoolean())) {
                    client.newest().forEach(received);
                    asked = true;
                }
                return true;
            } catch (IOException e) {
                // Away or restarting: what it still lacks is handed over when it is back.
                batch.reversed().forEach(this::addFirst);
                return false;
            }
        }

        private synchronized void addFirst(SignedNote note) {
            if (unsent.size() < UNSENT) {
                unsent.addFirst(note);
            }
        }
    }
}
