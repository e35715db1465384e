package org.vitaledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;

/** Four whole nodes on one ledger, a process each. */
class MembersIT {
    @Tag("nightly")
    @Proves("INV-005")
    @Test
    void fourMembersShareALedgerAndProveToEachOther(@TempDir Path home) {
        int demo = CommandLineProgram.run(
                "demo", "--members", "4", "--headless", "--seconds", "60", "--port", "0", "--home", home.toString());
        assertThat(demo).isEqualTo(ExitCode.YES);
        for (int member = 1; member <= 4; member++) {
            String folder = home.resolve("hospital-" + member + ".example").toString();
            assertThat(CommandLineProgram.run("fsck", folder)).as(folder).isEqualTo(ExitCode.YES);
        }
    }
}
