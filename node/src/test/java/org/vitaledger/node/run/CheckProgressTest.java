package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitaledger.vault.file.VaultProgress;
import org.vitaledger.vault.file.VaultProgress.Part;

class CheckProgressTest {
    private final List<String> told = new ArrayList<>();
    private long nanos = -Duration.ofSeconds(1).toNanos();
    private final CheckProgress progress = new CheckProgress(told::add, () -> nanos);

    @Test
    void tellsEachPartAndEveryFewSecondsHowFarItIs() {
        progress.begin("ledger");
        for (int second = 0; second < 10; second++) {
            progress.entries(second * 10_000L);
            nanos += Duration.ofSeconds(1).toNanos();
        }
        progress.begin("vault");
        progress.vault(new VaultProgress(Part.RECORDS, 10, 1000, 7));
        nanos += Duration.ofSeconds(4).toNanos();
        progress.vault(new VaultProgress(Part.RECORDS, 450, 1000, 1_234_567));
        nanos += Duration.ofSeconds(4).toNanos();
        progress.vault(new VaultProgress(Part.INDEX, 0, 0, 0));

        assertThat(told)
                .containsExactly(
                        "ledger",
                        "ledger: 30,000 entries",
                        "ledger: 60,000 entries",
                        "ledger: 90,000 entries",
                        "vault",
                        "vault: 45 % of the records, 1,234,567 readings",
                        "vault: 0 % of the index");
    }
}
