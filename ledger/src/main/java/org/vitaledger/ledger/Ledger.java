package org.vitaledger.ledger;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.MemberId;

/**
 * The port to the ledger, as one member sees it. Every method may be called by any thread. Failures of the environment
 * come as {@link SubmitFault}, thrown or as the cause of a failed future.
 */
public interface Ledger extends AutoCloseable {
    /** The member in whose name this ledger submits. */
    MemberId member();

    /**
     * Submits a command. The future completes once the block with the command is durable and applied, also if the
     * contracts refused it. After a failure the command may or may not have been ordered: submit it again, which is
     * harmless. Blocks while the queue of waiting commands is full.
     */
    CompletableFuture<Receipt> submit(Command command);

    /** The ledger after its last block. */
    Snapshot snapshot();

    /**
     * Tells {@code follower} every block from {@code height} on, in order and each once, first those of the past. The
     * follower runs on a thread of this subscription and may be slow; what it throws ends the subscription.
     *
     * @return ends the subscription when closed; never blocks for the follower
     */
    Following follow(long height, Consumer<Block> follower);

    /** The entries, proofs and tiles of the log. */
    LogReader log();

    /** Waits for what is being written, then releases files and keys. */
    @Override
    void close();

    /** A subscription to blocks. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }
}
