package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.SubmitFault;

/** Members on loopback that admit another and shut one out, while the ledger goes on. */
@Tag("nightly")
class RosterIT extends RunningConsortium {
    RosterIT() {
        super(MEMBERS + 1);
    }

    @Proves({"INV-005", "INV-006"})
    @Test
    void admitsAMemberAndShutsOneOut() {
        Consortium all = Consortium.of(directory, MEMBERS + 1);
        startAll(Consortium.first(MEMBERS, all));
        commitSome(40, 0, 1, 2, 3);

        Member fifth = all.network().nodes().getLast().member();
        Command admission = new Command.Propose(1, new Change.AdmitMember(fifth));
        assertThatThrownBy(() -> members[0].submit(admission).join())
                .as("nobody knows where the fifth is")
                .hasCauseInstanceOf(SubmitFault.class);
        all.writeNetwork(MEMBERS);
        all.giveAnotherCard(MEMBERS, 1, 2);
        propose(new Change.AdmitMember(fifth));
        for (int misled : new int[] {1, 2}) {
            assertThatThrownBy(() -> members[misled]
                            .submit(new Command.Vote(1, Choice.APPROVE))
                            .join())
                    .as("it has another card of the fifth")
                    .hasCauseInstanceOf(SubmitFault.class);
        }
        commitSome(40, 0, 1, 2, 3);
        all.writeNetwork(MEMBERS);
        vote(1);
        vote(2);
        startAgain(0, 1, 2, 3);
        start(4);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();

        propose(new Change.RemoveMember(Consortium.id(3)));
        vote(1);
        vote(2);
        vote(4);
        startAgain(0, 1, 2, 4);
        assertThat(members[3].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        members[3] = RunningMember.start(consortium(), 3, launches[3]);
        assertThat(members[3].awaitEnd()).as("it is in no roster").isEqualTo(1);
        commitSome(40, 0, 1, 2, 4);
        expectSame();
    }

    @Test
    void bringsBackAMemberThatWasAwayWhileAnotherWasAdmitted() {
        admitAFifthWithoutTheFourth(RunningMember::kill);
        start(3);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();
    }

    @Test
    void bringsBackAMemberThatHungWhileAnotherWasAdmitted() {
        admitAFifthWithoutTheFourth(RunningMember::hang);
        members[3].goOn();
        assertThat(members[3].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        start(3);
        commitSome(40, 0, 1, 2, 3, 4);
        expectSame();
    }

    private void admitAFifthWithoutTheFourth(Consumer<RunningMember> lose) {
        Consortium all = Consortium.of(directory, MEMBERS + 1);
        startAll(Consortium.first(MEMBERS, all));
        commitSome(40, 0, 1, 2, 3);
        all.writeNetwork(MEMBERS);
        lose.accept(members[3]);
        propose(new Change.AdmitMember(all.network().nodes().getLast().member()));
        vote(1);
        vote(2);
        startAgain(0, 1, 2);
        start(4);
        commitSome(40, 0, 1, 2, 4);
    }

    @Test
    void growsFromOneMember() {
        Consortium all = Consortium.of(directory, 3);
        startAll(Consortium.first(1, all));
        commitSome(20, 0);
        Consortium.first(2, all);
        propose(new Change.AdmitMember(all.network().nodes().get(1).member()));
        startAgain(0);
        start(1);
        commitSome(20, 0, 1);
        expectSame();

        all.writeNetwork(3);
        propose(new Change.AdmitMember(all.network().nodes().get(2).member()));
        vote(1);
        startAgain(0, 1);
        start(2);
        commitSome(20, 0, 1, 2);
        expectSame();
    }

    /** Devices that are registered, some at a time, each until it is acknowledged. */
    private final class Load {
        private static final int AT_A_TIME = 10;

        private final List<DeviceId> registered = new CopyOnWriteArrayList<>();
        private final AtomicBoolean ending = new AtomicBoolean();
        private final AtomicInteger numbers = new AtomicInteger();
        private final List<Thread> threads = Stream.generate(
                        () -> Thread.ofVirtual().unstarted(this::run))
                .limit(AT_A_TIME)
                .toList();

        private void run() {
            while (!ending.get()) {
                int i = numbers.incrementAndGet();
                DeviceId device = new DeviceId(
                        Hash.sha256(Bytes.utf8("load " + i)).bytes().slice(0, 8));
                Command command = new Command.RegisterDevice(device, World.key(Algorithm.ED25519, i % 128));
                registered.add(device);
                while (!isAcknowledged(members[1 + i % (MEMBERS - 1)], command)) {
                    LockSupport.parkNanos(100_000_000);
                }
            }
        }

        private static boolean isAcknowledged(RunningMember member, Command command) {
            return member.submit(command)
                    .orTimeout(5, TimeUnit.SECONDS)
                    .handle((_, thrown) -> thrown == null)
                    .join();
        }

        void start() {
            threads.forEach(Thread::start);
        }

        void endAndExpectAll() throws InterruptedException {
            ending.set(true);
            for (Thread thread : threads) {
                assertThat(thread.join(PATIENCE)).isTrue();
            }
            assertThat(registered).hasSizeGreaterThan(20);
            await().atMost(PATIENCE)
                    .until(() -> registered.stream()
                            .allMatch(each ->
                                    members[0].snapshot().state().device(each).isPresent()));
        }
    }

    /** Its keys and its certificates, while it is written to. */
    @Test
    void givesAMemberOtherKeysWithoutLosingItsVoiceOrACommand() throws InterruptedException {
        Consortium all = Consortium.of(directory, MEMBERS);
        startAll(all);
        commitSome(20, 0, 1, 2, 3);
        Member renewed = all.renew(0);
        Load load = new Load();
        load.start();
        propose(new Change.RotateMemberKeys(renewed));
        vote(1);
        vote(2);
        startAgain(0, 1, 2, 3);
        load.endAndExpectAll();
        commitSome(20, 0, 1, 2, 3);
        expectSame();

        members[3].kill();
        commitSome(20, 0, 1, 2);
        // Three of four are as many as it takes, so the new keys signed.
        expectSame();
        start(3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }

    /** Who has lost all but its keys knows the others by their newest cards. */
    @Test
    void fetchesALostLogFromMembersThatHaveOtherKeys() throws IOException {
        Consortium all = Consortium.of(directory, MEMBERS);
        startAll(all);
        commitSome(20, 0, 1, 2, 3);
        for (int member = 0; member < 2; member++) {
            propose(member, new Change.RotateMemberKeys(all.renew(member)));
            vote(1 - member);
            vote(2);
            startAgain(0, 1, 2, 3);
            commitSome(20, 0, 1, 2, 3);
        }
        members[3].kill();
        try (Stream<Path> files = Files.walk(all.ledger(3))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        start(3);
        commitSome(20, 0, 1, 2, 3);
        expectSame();
    }
}
