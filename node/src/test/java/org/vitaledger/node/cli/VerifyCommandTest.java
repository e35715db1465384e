package org.vitaledger.node.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.proof.SmallLedger;
import org.vitaledger.core.sign.Algorithm;
import picocli.CommandLine;

class VerifyCommandTest {
    private final SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    private Path proof;
    private Path policy;

    @BeforeEach
    void write() throws IOException {
        proof = Files.write(folder.resolve("reading.tlog-proof"), ledger.proof(4, ledger.ofReading(1)));
        policy = Files.write(folder.resolve("policy.txt"), ledger.policy());
    }

    @Test
    void saysWhatTheDeviceSignedAndWhatIsNotProved() {
        assertThat(verify()).isEqualTo(ExitCode.YES);
        assertThat(out.toString())
                .contains("8867-4 72.5 /min")
                .contains("patientByGateway")
                .contains("notProved");
    }

    @Test
    void refutesAProofOfAnotherPlace() throws IOException {
        Files.write(proof, ledger.proof(3, ledger.ofReading(1)));
        assertThat(verify()).isEqualTo(ExitCode.NO);
        assertThat(out.toString()).contains("refuted").contains("INCLUSION");
    }

    @Test
    void aFileSavedOtherwiseIsNoVerdict() throws IOException {
        String text = Files.readString(proof);
        Files.writeString(proof, text.replace("\n", "\r\n"));
        assertThat(verify()).isEqualTo(ExitCode.FAULT);
        assertThat(out.toString())
                .contains("unreadable")
                .contains("carriage return")
                .doesNotContain("refuted");
        Files.writeString(proof, text);
        Files.write(policy, ("\ufeff" + Files.readString(policy)).getBytes(UTF_8));
        assertThat(verify()).isEqualTo(ExitCode.FAULT);
        assertThat(out.toString()).contains("byte order mark").doesNotContain("refuted");
    }

    private int verify() {
        CommandLine program = CommandLineProgram.program();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(out, true));
        return program.execute("verify", proof.toString(), "--policy", policy.toString());
    }
}
