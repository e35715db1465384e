package org.vitaledger.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.node.run.NodeConfig;
import picocli.CommandLine;

/** What the command line says to numbers and settings that make no sense. */
class ArgumentsTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo --devices 0",
                "demo --devices 501",
                "demo --pace 0",
                "demo --pace -1",
                "demo --pace NaN",
                "demo --members 0",
                "demo --members 2000000",
                "demo --seconds -5",
                "demo --seconds 0",
                "demo --port 70000",
                "demo --sample -1",
                "device --devices 0 --api http://localhost:1 --token t --mqtt 1",
                "device --seconds -5 --api http://localhost:1 --token t --mqtt 1",
                "device --pack 0 --api http://localhost:1 --token t --mqtt 1",
                "device --pack 501 --api http://localhost:1 --token t --mqtt 1",
                "device --pace -1 --api http://localhost:1 --token t --mqtt 1",
                "device --mqtt 0 --api http://localhost:1 --token t",
                "network init --members 0 --dir /nowhere",
                "network init --members -1 --dir /nowhere"
            })
    void namesTheOptionItsValueAndWhatItTakes(String line) {
        List<String> words = List.of(line.split(" ", -1));
        String option = words.get(words.indexOf("init") < 0 ? 1 : 2);
        String value = words.get(words.indexOf(option) + 1);
        assertThat(run(words)).as(err.toString()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .contains(option + " is " + value)
                .contains("takes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network init --dir /nowhere --port 0",
                "network init --dir /nowhere --port 65520",
                "network init --dir /nowhere --origin a+b"
            })
    void foundsNoConsortiumThatCouldNotRun(String line) {
        assertThat(run(List.of(line.split(" ", -1)))).as(err.toString()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token --password-file /nowhere",
                "device --token t --mqtt 1",
                "network show --token t",
                "network propose --token t remove member=a",
                "network vote --token t 1 approve"
            })
    void saysWhatTheAddressOfAnApiLooksLike(String command) {
        for (String address : List.of(
                "localhost:9470",
                "127.0.0.1:9470",
                "localhost",
                "ftp://localhost:9470",
                "http://",
                "http://local host",
                "http://localhost:9470/fhir",
                "http://localhost:9470/?a=b",
                "http://user@localhost:9470")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
            words.addAll(List.of("--api", address));
            assertThat(run(words)).as(err.toString()).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString().lines().findFirst().orElseThrow()).contains("--api", address, "http://HOST:PORT");
            err.getBuffer().setLength(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/console", "/console/", "/console/#alerts"})
    void takesTheAddressOfThePagesForThatOfTheApi(String path) {
        assertThat(new ApiAddress().convert("http://[::1]:9470" + path)).isEqualTo("http://[::1]:9470");
    }

    @Test
    void aSettingThatIsUnknownOrWrongIsWrongUsage() {
        assertThat(run(List.of("node", "--home", "/nowhere/at/all", "--set", "htpp=127.0.0.1:1")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("VL-NODE-001", "htpp", "Remedy: ");
        assertThat(run(List.of("node", "--home", "/nowhere/at/all", "--set", "commit.linger=soon")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("VL-NODE-002", "commit.linger");
    }

    @Test
    void helpOfTheNodeNamesEverySettingWhole() {
        StringWriter out = new StringWriter();
        CommandLineProgram.program().setOut(new PrintWriter(out, true)).execute("node", "--help");
        NodeConfig.names().forEach(name -> assertThat(out.toString()).containsPattern("\\b" + name + "\\b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "1:2:3", "localhost:port", "localhost:65536"})
    void saysWhatAWitnessListensOn(String value) {
        assertThat(run(List.of("witness", "--listen", value, "--key", "k", "--state", "s", "--policy", "p")))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines().findFirst().orElseThrow())
                .contains("--listen", value, "HOST:PORT")
                .doesNotContain("java.");
    }

    @Test
    void saysWhatTheAddressOfALogLooksLike() {
        for (String value : List.of("local host", "http://[")) {
            for (List<String> line : List.of(
                    List.of("follow", value, "--policy", "p"),
                    List.of("follow", "http://a/", "--peer", value, "--policy", "p"))) {
                assertThat(run(line)).as(err.toString()).isEqualTo(ExitCode.USAGE);
                assertThat(err.toString().lines().findFirst().orElseThrow())
                        .contains(value, "http://HOST/PATH")
                        .doesNotContain("java.");
                err.getBuffer().setLength(0);
            }
        }
    }

    @Test
    void saysThatThereIsNoNodesFolderToCheck() {
        for (Path nothing : List.of(folder, folder.resolve("nope"))) {
            assertThat(run(List.of("fsck", nothing.toString()))).isEqualTo(ExitCode.FAULT);
            assertThat(err.toString()).contains("VL-NODE-018", nothing.toString(), "no node's folder", "--home");
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void helpOfTheProgramNamesEveryExitCodeOfItsCommands() {
        CommandLine program = CommandLineProgram.program();
        String footer = String.join(" ", program.getCommandSpec().usageMessage().footer());
        program.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec()
                        .usageMessage()
                        .exitCodeList()
                        .keySet()
                        .forEach(code ->
                                assertThat(footer).as(command.getCommandName()).containsPattern("[ :]" + code + " ")));
        assertThat(footer).containsPattern(ExitCode.AGAIN + " and " + ExitCode.BROKEN + " the node");
    }

    private int run(List<String> words) {
        CommandLine program = CommandLineProgram.program();
        program.setErr(new PrintWriter(err, true));
        program.setOut(new PrintWriter(new StringWriter()));
        return program.execute(words.toArray(String[]::new));
    }
}
