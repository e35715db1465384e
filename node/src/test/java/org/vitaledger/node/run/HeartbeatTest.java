package org.vitaledger.node.run;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloLedgers;
import org.vitaledger.ledger.solo.SoloOptions;

/** What reads depend on while nobody has anything to order. */
@Timeout(30)
class HeartbeatTest {
    @TempDir
    private Path directory = Path.of("");

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void goesOnWhateverTheLedgerThrows() {
        try (Heartbeat _ = Heartbeat.start(
                new Broken(),
                InstantSource.fixed(Instant.EPOCH),
                new PrincipalId(Bytes.of(new byte[PrincipalId.SIZE])))) {
            await().until(() -> asked.get() > 3);
        }
    }

    /** Else reads would be denied while nobody has anything to order. */
    @Test
    void beatsAsOftenAsTheMembersDecided() {
        Principal known = World.staff(1, Role.PRACTITIONER);
        InstantSource clock = InstantSource.system();
        try (SoloLedger ledger = SoloLedger.open(directory, SoloLedgers.KEYS, SoloOptions.defaults(clock))) {
            ledger.submit(new Command.FoundConsortium(List.of(SoloLedgers.KEYS.member())))
                    .join();
            ledger.submit(new Command.PutPrincipal(known)).join();
            ledger.submit(new Command.Propose(1, new Change.SetParameter(Parameter.ACCESS_STALENESS.text(), 1)))
                    .join();
            long height = ledger.snapshot().height();
            try (Heartbeat _ = Heartbeat.start(ledger, clock, known.id())) {
                await().until(() -> ledger.snapshot().height() >= height + 3);
            }
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
