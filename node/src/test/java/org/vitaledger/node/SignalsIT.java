package org.vitaledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.network.OwnProgram;

/** Ctrl-C and SIGTERM, as a person and a supervisor send them. */
class SignalsIT {
    private static final List<String> FREE_PORTS =
            List.of("--set", "http=127.0.0.1:0", "--set", "mqtt=127.0.0.1:0", "--set", "mqtts=127.0.0.1:0");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aNodeThatWasToldToStopEndsInOrder() throws Exception {
        try (Running node = new Running(node())) {
            node.readUntil("running");
            node.tell("-TERM");
            assertThat(node.process.waitFor()).isEqualTo(ExitCode.YES);
        }
    }

    @Test
    void aNodeThatIsToldToStopWhileItStartsDoesNotStartFirst() throws Exception {
        try (Running node = new Running(node())) {
            Path keys = folder.resolve("home").resolve("keys");
            await().until(() -> Files.exists(keys));
            node.tell("-TERM");
            assertThat(node.rest()).doesNotContain("running");
            assertThat(node.process.waitFor()).isNotZero();
        }
    }

    @Test
    void theDemoShowsItsCommandsWhileItRunsAndLeavesNothingBehind() throws Exception {
        try (Running demo = new Running(List.of("demo", "--devices", "3", "--port", "0", "--sample", "20"))) {
            String before = demo.readUntil("Ctrl-C ends it");
            assertThat(before)
                    .contains("/console/")
                    .contains("password: ")
                    .contains("./vitaledger verify ")
                    .contains("/fhir/Observation?patient=");
            Path home = Path.of(before.lines()
                    .filter(line -> line.startsWith("Starting a node in "))
                    .map(line -> line.split(" ", -1)[4])
                    .findFirst()
                    .orElseThrow());
            assertThat(home).exists();
            // What is started in the background of a shell ignores SIGINT; both signals take the same way.
            demo.tell("-TERM");
            assertThat(demo.rest()).contains("20 proofs hold offline").contains("everything holds");
            assertThat(demo.process.waitFor()).isEqualTo(ExitCode.YES);
            assertThat(home).doesNotExist();
        }
    }

    private List<String> node() {
        List<String> arguments =
                new ArrayList<>(List.of("node", "--home", folder.resolve("home").toString()));
        arguments.addAll(FREE_PORTS);
        return arguments;
    }

    /** The program in a process of its own. */
    private static final class Running implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        Running(List<String> arguments) throws IOException {
            process = OwnProgram.with(arguments).redirectErrorStream(true).start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** Sends a signal. {@link Process#destroy} would close the stream that is read here. */
        void tell(String signal) throws IOException, InterruptedException {
            String pid = Long.toString(process.pid());
            assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor())
                    .isZero();
        }

        /** What it says up to the line with {@code text}. */
        String readUntil(String text) throws IOException {
            StringBuilder said = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.contains(text)) {
                    return said.toString();
                }
            }
            throw new AssertionError("it never said \"" + text + "\":\n" + said);
        }

        /** What it says until it ends. */
        String rest() {
            return lines.lines().collect(Collectors.joining("\n"));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
