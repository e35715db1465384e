package org.vitaledger.ledger.log;

import java.util.function.Consumer;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.SubmitFault;

/** Shows one follower block after block, on a thread of its own. */
final class Subscription implements Ledger.Following, Runnable {
    private final EntryReader log;
    private final Published published;
    private final Consumer<Block> follower;
    private final long from;
    private volatile boolean closed;

    Subscription(EntryReader log, Published published, long from, Consumer<Block> follower) {
        this.log = log;
        this.published = published;
        this.from = Math.max(from, 1);
        this.follower = follower;
        published.enter();
    }

    @Override
    public void run() {
        try {
            follow();
        } finally {
            published.leave();
        }
    }

    private void follow() {
        for (long height = from; published.await(height, () -> closed); height++) {
            Block block;
            try {
                block = block(height);
            } catch (SubmitFault e) {
                if (published.hasEnded()) {
                    return;
                }
                throw e;
            }
            follower.accept(block);
        }
    }

    private Block block(long height) {
        return published.recent(height).orElseGet(() -> log.shown(height));
    }

    @Override
    public void close() {
        closed = true;
        published.wake();
    }
}
