package org.vitaledger.ledger.hashgraph;

import java.time.Duration;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.log.BlockLog;

/**
 * How a member's ledger runs.
 *
 * @param bind the address that the engine and the endpoint listen on
 * @param eventsPerSecond the most events that the engine makes per second; more shortens the wait for consensus
 * @param waiting how many commands may wait for their receipts before {@code submit} blocks
 * @param window how many of them the engine has at one time: fewer than it can order in a moment would waste time, many more
 *     only lengthen the way of all
 * @param resubmitAfter how long a command may be on its way before it is handed to the engine again
 * @param quietAfter how long nothing may happen before the engine rests
 * @param closeWithin how long closing waits for receipts
 * @param journals how blocks and signed checkpoints are kept
 * @param again is called, on any thread, when the process has to start again because the roster changed
 */
public record HashgraphOptions(
        String bind,
        int eventsPerSecond,
        int waiting,
        int window,
        Duration resubmitAfter,
        Duration quietAfter,
        Duration closeWithin,
        BlockLog.Journals journals,
        Runnable again) {
    private static final int MIB = 1 << 20;

    /** 30 events per second, 16,384 commands waiting, on all addresses. */
    public static HashgraphOptions defaults() {
        return new HashgraphOptions(
                "0.0.0.0",
                30,
                16_384,
                1_024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                BlockLog.Journals.of(
                        JournalOptions.defaults(), JournalOptions.defaults().withSegmentBytes(MIB)),
                () -> {});
    }

    /** These options with another address to listen on. */
    public HashgraphOptions withBind(String address) {
        return new HashgraphOptions(
                address, eventsPerSecond, waiting, window, resubmitAfter, quietAfter, closeWithin, journals, again);
    }

    /** These options with another rate of events. */
    public HashgraphOptions withEventsPerSecond(int events) {
        return new HashgraphOptions(
                bind, events, waiting, window, resubmitAfter, quietAfter, closeWithin, journals, again);
    }

    /** These options with another disk for both journals. */
    public HashgraphOptions withDisk(Disk disk) {
        BlockLog.Journals both = new BlockLog.Journals(
                journals.entries().withDisk(disk), journals.checkpoints().withDisk(disk), journals.stateEvery());
        return new HashgraphOptions(
                bind, eventsPerSecond, waiting, window, resubmitAfter, quietAfter, closeWithin, both, again);
    }

    /** These options with something to do when the roster changed. */
    public HashgraphOptions withAgain(Runnable action) {
        return new HashgraphOptions(
                bind, eventsPerSecond, waiting, window, resubmitAfter, quietAfter, closeWithin, journals, action);
    }
}
