package org.vitaledger.node.run;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;

/** What reads depend on while nobody has anything to order. */
@Timeout(30)
class HeartbeatTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void goesOnWhateverTheLedgerThrows() {
        try (Heartbeat _ = Heartbeat.start(
                new Broken(),
                InstantSource.fixed(Instant.EPOCH),
                Duration.ofMillis(30),
                new PrincipalId(Bytes.of(new byte[PrincipalId.SIZE])))) {
            await().until(() -> asked.get() > 3);
        }
    }

    private final class Broken implements Ledger {
        @Override
        public MemberId member() {
            throw new AssertionError();
        }

        @Override
        public CompletableFuture<Receipt> submit(Command command) {
            throw new AssertionError();
        }

        @Override
        public Snapshot snapshot() {
            asked.incrementAndGet();
            throw new LinkageError("a bug");
        }

        @Override
        public Following follow(long height, Consumer<Block> follower) {
            throw new AssertionError();
        }

        @Override
        public LogReader log() {
            throw new AssertionError();
        }

        @Override
        public void close() {
            throw new AssertionError();
        }
    }
}
