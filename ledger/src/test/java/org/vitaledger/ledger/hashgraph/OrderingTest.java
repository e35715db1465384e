package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.hashgraph.engine.Payload;
import org.vitaledger.ledger.hashgraph.engine.Position;
import org.vitaledger.ledger.log.Submission;

/** Rounds as the engine would hand them over, to a consortium of one. */
class OrderingTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final List<SubmitFault> faults = new ArrayList<>();
    private final Halt halt = new Halt(faults::add);
    private Copies copies;
    private Ordering ordering;
    private byte numbers;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        copies = new Copies(directory, 1);
        Submissions submissions = new Submissions(10, 10, LONG);
        Peers peers = new Peers(
                copies.network(), copies.cards(), World.HOSPITAL, copies.keys(0).tls(), copies.log(0), _ -> {});
        ordering = new Ordering(
                new Handover(Membership.after(copies.log(0).head(), copies.cards()), copies.log(0), halt, directory, 0),
                World.HOSPITAL,
                copies.log(0),
                Consortium.SIGNATURES,
                submissions,
                new Quiescence(submissions::unordered, LONG, System::nanoTime),
                peers,
                halt,
                () -> {});
    }

    @AfterEach
    void close() {
        halt.close();
        copies.close();
    }

    private Payload payload(Command command) {
        byte[] id = new byte[Ticket.ID];
        id[0] = ++numbers;
        return new Payload(0, new Ticket(Bytes.of(id), Submission.of(World.HOSPITAL, command)).encode());
    }

    private Position order(Position at, Command... commands) {
        List<Payload> payloads = new ArrayList<>();
        for (Command command : commands) {
            payloads.add(payload(command));
        }
        return ordering.order(at, payloads, World.START);
    }

    private static Command propose(long number, int version, long fromHeight) {
        return new Command.Propose(number, new Change.SetContractVersion(new VersionChange(version, fromHeight)));
    }

    @Test
    void haltsBeforeABlockOfAVersionThatTheSoftwareDoesNotHave() {
        Position founded = order(
                Position.start(1),
                new Command.FoundConsortium(copies.network().roster().members()),
                propose(1, 2, 2),
                propose(2, Contracts.NEWEST_VERSION + 1, 3));
        Position last = order(founded, World.register(1));
        assertThat(halt.isHalted()).isFalse();

        assertThatThrownBy(() -> order(last, World.register(2))).isInstanceOf(SubmitFault.class);

        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst().code()).isEqualTo(SubmitFault.Kind.OLD_SOFTWARE);
        assertThat(copies.log(0).head().height()).isEqualTo(2);
        assertThat(copies.log(0).head().size()).isEqualTo(last.size());
    }
}
