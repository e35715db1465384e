package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.peer.HandoverPack;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;

/**
 * Notices that the others went on with the next roster while we hung or were cut off. Our engine can't: it lacks the events
 * up to the freeze, which the others' engines have put behind them. Only a start can bring us there.
 */
final class Overtaken implements Runnable {
    private static final Logger LOG = System.getLogger(Overtaken.class.getName());
    private static final long PAUSE_MILLIS = 5000;

    private final Supplier<EngineStatus> status;
    private final Membership membership;
    private final Signatures signatures;
    private final Peers peers;
    private final Halt halt;

    /** @param status of our engine: while it is active it has missed nothing */
    Overtaken(Supplier<EngineStatus> status, Membership membership, Signatures signatures, Peers peers, Halt halt) {
        this.status = status;
        this.membership = membership;
        this.signatures = signatures;
        this.peers = peers;
        this.halt = halt;
    }

    @Override
    public void run() {
        try {
            while (!halt.closedWithin(PAUSE_MILLIS)) {
                EngineStatus now = status.get();
                boolean lost = now == EngineStatus.CHECKING || now == EngineStatus.BEHIND;
                if (lost && anyHandedOver()) {
                    halt.because(new SubmitFault(SubmitFault.Kind.ROSTER_CHANGED, Map.of(), null));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean anyHandedOver() throws InterruptedException {
        for (PeerClient peer : peers.clients()) {
            try {
                if (handedOver(peer)) {
                    return true;
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "A member can''t be asked: {0}", e.getMessage());
            }
        }
        return false;
    }

    /** That our roster is at its end is what its members signed, so that one alone can't make us start again and again. */
    private boolean handedOver(PeerClient peer) throws IOException, InterruptedException {
        Optional<HandoverPack> pack = peer.handover(membership.roster() + 1);
        return pack.isPresent()
                && membership.policy().check(pack.get().note(), signatures) instanceof PolicyCheck.Accepted;
    }
}
