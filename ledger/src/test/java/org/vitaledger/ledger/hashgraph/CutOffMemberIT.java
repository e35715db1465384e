package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.governance.Change;
import org.vitaledger.ledger.Receipt;

/** Members on a network of their own, of which one's cable is pulled. */
class CutOffMemberIT extends RunningConsortium {
    private static final int CUT_OFF = 1;

    private @Nullable Namespaces made;

    @BeforeEach
    void startAll() {
        Namespaces namespaces = namespaces();
        for (int member = 0; member < MEMBERS; member++) {
            launches[member] = Launch.ordinary().inNamespace(namespaces.name(member), Namespaces.address(member));
        }
        startAll(Consortium.of(
                directory,
                IntStream.range(0, MEMBERS).mapToObj(Namespaces::address).toList()));
    }

    private Namespaces namespaces() {
        Namespaces known = made;
        if (known == null) {
            try {
                known = Namespaces.of(MEMBERS);
            } catch (IOException e) {
                return abort("network namespaces can't be made (they need root and iproute2): " + e.getMessage());
            }
            made = known;
        }
        return known;
    }

    /** After the members, whichever way round the framework goes: a namespace lives as long as its processes. */
    @AfterEach
    void removeNamespaces() throws IOException {
        endAll();
        if (made != null) {
            made.close();
        }
    }

    @Proves({"INV-005", "INV-006"})
    @Tag("nightly")
    @Test
    void acknowledgesNothingWhileItIsCutOffAndCatchesUp() throws IOException, InterruptedException {
        commitSome(40, 0, 1, 2, 3);
        expectSame();
        namespaces().cut(CUT_OFF);
        Command command = register();
        CompletableFuture<Receipt> receipt = members[CUT_OFF].submit(command);
        commitSome(60, 0, 2, 3);
        assertThat(isAcknowledgedWithin(receipt, 20)).isFalse();
        commitSome(60, 0, 2, 3);

        namespaces().heal(CUT_OFF);
        acknowledge(
                CUT_OFF,
                command,
                receipt.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
        commitSome(40, 0, 1, 2, 3);
        expectSame();
    }

    /** Its engine can't learn of it: the events that it lacks are behind what the others start from. */
    @Tag("nightly")
    @Test
    void startsAgainAfterTheOthersWentOnWithAnotherRoster() throws IOException {
        commitSome(20, 0, 1, 2, 3);
        namespaces().cut(CUT_OFF);
        propose(new Change.RotateMemberKeys(consortium().renew(0)));
        vote(2);
        vote(3);
        startAgain(0, 2, 3);
        commitSome(40, 0, 2, 3);

        namespaces().heal(CUT_OFF);
        assertThat(members[CUT_OFF].awaitEnd()).isEqualTo(MemberProcess.AGAIN);
        start(CUT_OFF);
        commitSome(40, 0, 1, 2, 3);
        expectSame();
    }
}
