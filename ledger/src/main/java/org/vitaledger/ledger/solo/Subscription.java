package org.vitaledger.ledger.solo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.SubmitFault;

/** Shows one follower block after block, on a thread of its own. */
final class Subscription implements Ledger.Following, Runnable {
    private final SoloLog log;
    private final Published published;
    private final Consumer<Block> follower;
    private final long from;
    private volatile boolean closed;

    Subscription(SoloLog log, Published published, long from, Consumer<Block> follower) {
        this.log = log;
        this.published = published;
        this.from = Math.max(from, 1);
        this.follower = follower;
    }

    @Override
    public void run() {
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
        return published.recent(height).orElseGet(() -> read(height));
    }

    private Block read(long height) {
        BlockRecord record = log.block(height);
        try {
            List<Entry> entries = Chain.entries(record);
            List<Entry.Ordered> ordered = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                switch (entry) {
                    case Entry.Ordered command -> ordered.add(command);
                    case Entry.Close close -> {
                        return new Block(height, close.time(), record.firstIndex(), ordered);
                    }
                }
            }
            throw new LogDifference(LogFinding.Kind.MALFORMED_ENTRY, height, record.end() - 1);
        } catch (LogDifference e) {
            throw new SubmitFault(SubmitFault.Kind.DAMAGED, Map.of("block", height), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        published.wake();
    }
}
