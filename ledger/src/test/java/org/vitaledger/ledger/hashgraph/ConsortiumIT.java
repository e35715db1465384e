package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.log.LedgerFiles;

/** Members on loopback that are killed, lose their disk, and come back. */
class ConsortiumIT extends RunningConsortium {
    /** Rounds; who was away for longer fetches the engine's state. */
    private static final long ENGINE_REMEMBERS = 100;

    private long rested;

    @BeforeEach
    void startAll() {
        startAll(Consortium.of(directory, MEMBERS));
    }

    @Proves({"INV-005", "INV-006"})
    @Test
    void goesOnWithoutOneThatIsKilledAndThatComesBack() {
        commitSome(40, 0, 1, 2, 3);
        expectSame();
        members[3].kill();
        commitSome(40, 0, 1, 2);
        start(3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }

    @Tag("nightly")
    @Test
    void bringsBackOneWhoseDiskIsEmptied() throws IOException {
        commitSome(200, 0, 1, 2, 3);
        members[2].kill();
        LedgerFiles.delete(consortium().ledger(2));
        commitSome(100, 0, 1, 3);
        start(2);
        commitSome(50, 0, 1, 2, 3);
        expectSame();
    }

    @Tag("nightly")
    @Test
    void losesNothingAcknowledgedWhenAllAreKilledTwice() {
        for (int time = 0; time < 2; time++) {
            List<CompletableFuture<Receipt>> open = new ArrayList<>();
            commitSome(100, 0, 1, 2, 3);
            for (int i = 0; i < 50; i++) {
                open.add(members[0].submit(register()));
            }
            for (RunningMember member : members) {
                member.kill();
            }
            assertThat(open).allMatch(CompletableFuture::isDone);
            start(0, 1, 2, 3);
        }
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }

    @Tag("nightly")
    @Test
    void acknowledgesNothingWhileTwoOfFourAreGone() throws InterruptedException {
        commitSome(40, 0, 1, 2, 3);
        expectSame();
        members[2].kill();
        members[3].kill();
        Command command = register();
        CompletableFuture<Receipt> receipt = members[0].submit(command);
        assertThat(isAcknowledgedWithin(receipt, 15)).isFalse();

        start(2);
        acknowledge(0, command, receipt.orTimeout(120, TimeUnit.SECONDS).join());
        start(3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }

    @Tag("nightly")
    @Test
    void bringsBackOneThatFellFarBehindWhileTheOthersRest() {
        commitSome(40, 0, 1, 2, 3);
        members[3].kill();
        long killed = round(0);
        while (round(0) < killed + ENGINE_REMEMBERS) {
            commitSome(20, 0, 1, 2);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(3)).until(() -> {
            long before = rested;
            rested = round(0);
            return rested == before;
        });
        start(3);
        commitSome(20, 3);
        expectSame();
    }

    private long round(int member) {
        return Long.parseLong(members[member].figures()[4]);
    }
}
