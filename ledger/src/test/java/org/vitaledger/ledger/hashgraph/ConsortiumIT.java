package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.log.LedgerFiles;

/** Four members in four processes on loopback. */
@Timeout(600)
class ConsortiumIT {
    private static final int MEMBERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(20_261_122);
    private final RunningMember[] members = new RunningMember[MEMBERS];
    private final Map<Long, Bytes> acknowledged = new LinkedHashMap<>();
    private Consortium consortium;
    private int devices;

    @BeforeEach
    void startAll() {
        consortium = Consortium.of(directory, MEMBERS);
        start(0, 1, 2, 3);
        assertThat(commit(
                                0,
                                new Command.FoundConsortium(
                                        consortium.network().roster().members()))
                        .outcome())
                .isEqualTo(new Outcome.Applied());
    }

    @AfterEach
    void endAll() {
        for (RunningMember member : members) {
            member.kill();
        }
    }

    private void start(int... which) {
        for (int member : which) {
            members[member] = RunningMember.start(consortium, member);
        }
        for (int member : which) {
            members[member].awaitOpen();
        }
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
        LedgerFiles.delete(consortium.ledger(2));
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

    private static boolean isAcknowledgedWithin(CompletableFuture<Receipt> receipt, int seconds)
            throws InterruptedException {
        try {
            receipt.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    private Command register() {
        devices++;
        byte[] id = new byte[8];
        random.nextBytes(id);
        id[0] = (byte) devices;
        return new Command.RegisterDevice(new DeviceId(Bytes.of(id)), World.key(Algorithm.ED25519, devices % 128));
    }

    /** Commands at members drawn from {@code at}, all on their way at once. */
    private void commitSome(int commands, int... at) {
        Map<CompletableFuture<Receipt>, Runnable> open = new LinkedHashMap<>();
        for (int i = 0; i < commands; i++) {
            int member = at[random.nextInt(at.length)];
            Command command = register();
            CompletableFuture<Receipt> receipt = members[member].submit(command);
            open.put(receipt, () -> acknowledge(member, command, receipt.join()));
        }
        open.forEach((receipt, then) -> {
            receipt.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            then.run();
        });
    }

    private Receipt commit(int member, Command command) {
        Receipt receipt = members[member]
                .submit(command)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        acknowledge(member, command, receipt);
        return receipt;
    }

    private void acknowledge(int member, Command command, Receipt receipt) {
        Entry entry = new Entry.Ordered(
                Consortium.id(member), command, receipt.outcome().code());
        assertThat(acknowledged.put(receipt.index(), entry.encode())).isNull();
    }

    /** All four have the same log, with all that was acknowledged in it, under checkpoints that verify. */
    private void expectSame() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            String[] first = members[0].figures();
            boolean same = first[1].equals(first[2]);
            for (RunningMember member : members) {
                String[] figures = member.figures();
                same &= figures[1].equals(first[1]) && figures[2].equals(first[1]);
            }
            return same;
        });
        Snapshot first = members[0].snapshot();
        for (RunningMember member : members) {
            Snapshot now = member.snapshot();
            assertThat(now.size()).isEqualTo(first.size());
            assertThat(now.root()).isEqualTo(first.root());
            assertThat(now.state().map().root()).isEqualTo(first.state().map().root());
            assertThat(check(now)).isInstanceOf(PolicyCheck.Accepted.class);
            acknowledged.forEach(
                    (index, entry) -> assertThat(member.entry(index)).isEqualTo(entry));
        }
        expectEachAppliedOnce(first.size());
    }

    private PolicyCheck check(Snapshot snapshot) {
        try {
            SignedNote note = SignedNote.parse(Bytes.utf8(snapshot.checkpoint()).toArray());
            return consortium.network().roster().policy().check(note, Consortium.SIGNATURES);
        } catch (NoteRejected e) {
            throw new AssertionError(snapshot.checkpoint(), e);
        }
    }

    private void expectEachAppliedOnce(long size) {
        Map<Command, Integer> applied = new HashMap<>();
        for (long index = 0; index < size; index++) {
            try {
                if (Entry.parse(members[0].entry(index).toArray()) instanceof Entry.Ordered ordered
                        && ordered.outcome() == 0) {
                    applied.merge(ordered.command(), 1, Integer::sum);
                }
            } catch (EntryRejected e) {
                throw new AssertionError(e);
            }
        }
        assertThat(applied.values()).containsOnly(1);
    }
}
