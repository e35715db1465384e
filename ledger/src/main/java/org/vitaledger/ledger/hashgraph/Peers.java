package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.BlockLog;

/**
 * Asks every other member for the cosignatures that the engine didn't bring: at the start, and while something was written
 * a second ago that is not final. So finality is reached whoever was away, and though the engine forgets what is told.
 */
final class Peers implements AutoCloseable {
    private static final long PAUSE_MILLIS = 1000;

    private final List<PeerClient> clients = new ArrayList<>();
    private final BlockLog log;
    private final Consumer<SignedNote> received;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param network whom to ask
     * @param cards what they may show; the ledger may list a later card of one by now
     * @param received takes what the others cosigned
     */
    Peers(Network network, Cards cards, MemberId self, CertifiedKey key, BlockLog log, Consumer<SignedNote> received) {
        this.log = log;
        this.received = received;
        for (Network.Node node : network.nodes()) {
            MemberId member = node.member().id();
            if (!member.equals(self)) {
                URI base = URI.create("https://" + node.card().endpoint() + "/");
                clients.add(new PeerClient(base, key, cards.tlsCertificates(member)));
            }
        }
    }

    void start() {
        clients.forEach(client -> Thread.ofVirtual().name("ledger-peer").start(() -> ask(client)));
    }

    /** Those who can be asked for entries. */
    List<PeerClient> clients() {
        return List.copyOf(clients);
    }

    private void ask(PeerClient client) {
        boolean asked = false;
        try {
            long written = 0;
            do {
                if (!asked || log.shown().size() < written) {
                    asked |= askOnce(client);
                }
                written = log.head().size();
            } while (!closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if it is away or restarting. */
    private boolean askOnce(PeerClient client) throws InterruptedException {
        try {
            client.newest().forEach(received);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        clients.forEach(PeerClient::close);
    }
}
