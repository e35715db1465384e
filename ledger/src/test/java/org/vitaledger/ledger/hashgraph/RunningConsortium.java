package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Roster;
import org.vitaledger.ledger.Snapshot;

/** Four members in four processes, what they acknowledged, and whether they have it. */
@Timeout(600)
abstract class RunningConsortium {
    static final int MEMBERS = 4;
    static final Duration PATIENCE = MemberProcess.PATIENCE;

    /** Kept after a failure: the members' logs are there. */
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    final SplittableRandom random = new SplittableRandom(20_261_122);
    final RunningMember[] members;
    final Launch[] launches;
    private final Map<Long, Bytes> acknowledged = new LinkedHashMap<>();
    private @Nullable Consortium consortium;
    private int devices;
    private long proposals;

    RunningConsortium() {
        this(MEMBERS);
    }

    /** @param most how many members there ever are */
    RunningConsortium(int most) {
        members = new RunningMember[most];
        launches = new Launch[most];
        Arrays.fill(launches, Launch.ordinary());
    }

    Consortium consortium() {
        Consortium made = consortium;
        if (made == null) {
            throw new IllegalStateException("the consortium was not started");
        }
        return made;
    }

    /** Starts all members of {@code made} as {@link #launches} says, and founds the consortium. */
    void startAll(Consortium made) {
        consortium = made;
        start(IntStream.range(0, made.network().nodes().size()).toArray());
        assertThat(commit(0, new Command.FoundConsortium(made.network().roster().members()))
                        .outcome())
                .isEqualTo(new Outcome.Applied());
    }

    @AfterEach
    void endAll() {
        for (RunningMember member : members) {
            if (member != null) {
                member.kill();
            }
        }
    }

    void start(int... which) {
        for (int member : which) {
            members[member] = RunningMember.start(consortium(), member, launches[member]);
        }
        for (int member : which) {
            members[member].awaitOpen();
        }
    }

    static boolean isAcknowledgedWithin(CompletableFuture<Receipt> receipt, int seconds) throws InterruptedException {
        try {
            receipt.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new CompletionException(e);
        }
    }

    Command.RegisterDevice register() {
        devices++;
        byte[] id = new byte[8];
        random.nextBytes(id);
        id[0] = (byte) devices;
        return new Command.RegisterDevice(new DeviceId(Bytes.of(id)), World.key(Algorithm.ED25519, devices % 128));
    }

    /** Commands at members drawn from {@code at}, all on their way at once. */
    void commitSome(int commands, int... at) {
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

    Receipt commit(int member, Command command) {
        Receipt receipt = members[member]
                .submit(command)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        acknowledge(member, command, receipt);
        return receipt;
    }

    void acknowledge(int member, Command command, Receipt receipt) {
        Entry entry = new Entry.Ordered(
                Consortium.id(member), command, receipt.outcome().code());
        assertThat(acknowledged.put(receipt.index(), entry.encode())).isNull();
    }

    /** The roster holds some blocks after its decision; the processes of these members end then, and are started again. */
    void startAgain(int... which) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            var _ = members[which[0]].submit(register());
            return Arrays.stream(which).noneMatch(member -> members[member].isAlive());
        });
        for (int member : which) {
            assertThat(members[member].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        }
        start(which);
    }

    void propose(Change change) {
        propose(0, change);
    }

    void propose(int member, Change change) {
        proposals++;
        assertThat(commit(member, new Command.Propose(proposals, change)).outcome())
                .isEqualTo(new Outcome.Applied());
    }

    void vote(int member) {
        assertThat(commit(member, new Command.Vote(proposals, Choice.APPROVE)).outcome())
                .isEqualTo(new Outcome.Applied());
    }

    /** All that run have the same log, with all that was acknowledged in it, under checkpoints that verify. */
    void expectSame() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            String[] first = members[0].figures();
            boolean same = first[1].equals(first[2]);
            for (RunningMember member : running()) {
                String[] figures = member.figures();
                same &= figures[1].equals(first[1]) && figures[2].equals(first[1]);
            }
            return same;
        });
        Snapshot first = members[0].snapshot();
        for (RunningMember member : running()) {
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

    private List<RunningMember> running() {
        return Arrays.stream(members)
                .filter(member -> member != null && member.isAlive())
                .toList();
    }

    private PolicyCheck check(Snapshot snapshot) {
        try {
            SignedNote note = SignedNote.parse(Bytes.utf8(snapshot.checkpoint()).toArray());
            return policy(snapshot).check(note, Consortium.SIGNATURES);
        } catch (NoteRejected e) {
            throw new AssertionError(snapshot.checkpoint(), e);
        }
    }

    /** As the ledger tells who the members are. */
    private Policy policy(Snapshot snapshot) {
        List<Member> ordering = snapshot.state()
                .governance()
                .roster(snapshot.height())
                .orElseThrow()
                .members();
        return new Roster(consortium().network().log(), ordering).policy();
    }

    private void expectEachAppliedOnce(long size) {
        Map<Entry, Integer> applied = new HashMap<>();
        for (long index = 0; index < size; index++) {
            try {
                if (Entry.parse(members[0].entry(index)) instanceof Entry.Ordered ordered && ordered.outcome() == 0) {
                    applied.merge(ordered, 1, Integer::sum);
                }
            } catch (EntryRejected e) {
                throw new AssertionError(e);
            }
        }
        assertThat(applied.values()).containsOnly(1);
    }
}
