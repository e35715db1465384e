package org.vitaledger.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.journal.Journal;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.Snapshot;

/** What becomes of a state that can't be written down. */
class StateKeeperTest {
    @Test
    void saysWhyTheStateIsNotWrittenDownWhateverTheCause(@TempDir Path folder) {
        try (Journal journal = Journal.open(folder.resolve("entries"), JournalOptions.defaults());
                StateKeeper keeper = StateKeeper.open(folder.resolve("state"), journal, 1)) {
            assertThat(keeper.fault()).isEmpty();
            keeper.store().close();
            Snapshot last = new Snapshot(1, Instant.EPOCH, 1, TreeHash.EMPTY, State.EMPTY, "");
            keeper.keepAll(last, new EntryReader(journal, keeper.store(), () -> 0));
            assertThat(keeper.fault().orElseThrow().code().id()).isEqualTo("VL-SUBMIT-001");
        }
    }
}
