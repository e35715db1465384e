package org.vitaledger.node.ward;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.node.Main;
import org.vitaledger.node.cli.ExitCode;

/** What a demonstration that ends early says, and leaves. */
class DemoCommandIT {
    @TempDir
    private Path temporary = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void namesTheOptionForAPortThatIsTakenAndLeavesNothing(int which) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process demo = demo("--headless", "--port", Integer.toString(taken.getLocalPort() - which));
            String said = end(demo);
            assertThat(demo.exitValue()).as(said).isEqualTo(ExitCode.FAULT);
            assertThat(said).contains("Remedy: ", which == 0 ? "http=" : "mqtts=", "--port");
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void looksAtTheRecordingsBeforeItStartsAnything() throws Exception {
        String said = end(demo("--data", "/nowhere/at/all"));
        assertThat(said).contains("/nowhere/at/all", "Remedy: ").doesNotContain("Starting");
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Starting", "Admitting", "Founding"})
    void leavesNothingWhenItIsStoppedWhileItStarts(String at) throws Exception {
        Process demo = at.equals("Founding") ? demo("--port", "0", "--members", "2") : demo("--port", "0");
        BufferedReader lines = demo.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith(at)) {
            line = lines.readLine();
        }
        assertThat(line).startsWith(at);
        assertThat(left()).hasSize(1);
        demo.toHandle().destroy();
        end(demo);
        assertThat(left()).isEmpty();
    }

    private Process demo(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "demo"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String end(Process demo) throws IOException, InterruptedException {
        try {
            String said = demo.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
            assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            demo.destroyForcibly();
        }
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> file.getFileName().toString().startsWith("vitaledger-demo-"))
                    .toList();
        }
    }
}
