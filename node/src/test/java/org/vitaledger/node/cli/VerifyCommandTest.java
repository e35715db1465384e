package org.vitaledger.node.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void showsAllAccessesAndComparesThemWithAnEarlierProof() throws IOException {
        Path all = Files.write(folder.resolve("all.tlog-proof"), ledger.proof(6, ledger.ofAccesses(0, 3)));
        Path one = Files.write(folder.resolve("one.tlog-proof"), ledger.proof(6, ledger.ofAccesses(1, 2)));
        assertThat(verify(all.toString())).isEqualTo(ExitCode.YES);
        assertThat(out.toString())
                .contains("Observation.search")
                .contains("access 3")
                .contains("notProved");
        assertThat(verify(all.toString(), "--earlier", one.toString())).isEqualTo(ExitCode.YES);
        assertThat(out.toString()).contains("KEPT");
        assertThat(verify(all.toString(), "--earlier", proof.toString())).isEqualTo(ExitCode.FAULT);
        assertThat(out.toString()).contains("OF_ANOTHER");
    }

    private int verify() {
        return verify(proof.toString());
    }

    private int verify(String... files) {
        List<String> arguments = new ArrayList<>(List.of("verify", "--policy", policy.toString()));
        arguments.addAll(List.of(files));
        CommandLine program = CommandLineProgram.program();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(out, true));
        return program.execute(arguments.toArray(String[]::new));
    }
}
