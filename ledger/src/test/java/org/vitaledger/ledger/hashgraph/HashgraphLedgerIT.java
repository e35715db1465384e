package org.vitaledger.ledger.hashgraph;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.LedgerLaws;

/** A consortium of one, in a process for each time that the ledger is open: the engine can't be started twice in one. */
class HashgraphLedgerIT extends LedgerLaws {
    @TempDir
    Path directory;

    private Consortium consortium;

    @BeforeEach
    void makeKeys() {
        consortium = Consortium.of(directory, 1);
    }

    @Override
    protected Ledger open() {
        return RunningMember.start(consortium, 0, Launch.ordinary()).awaitOpen();
    }

    @Override
    protected Member founder() {
        return consortium.network().nodes().getFirst().member();
    }

    @Override
    protected Policy policy() {
        return consortium.network().roster().policy();
    }
}
