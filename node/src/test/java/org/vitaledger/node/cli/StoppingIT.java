package org.vitaledger.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.node.Main;

/** What a node's process ends with. */
class StoppingIT {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsWithZeroWhenASignalStopsItInOrder(boolean supervised) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "node",
                "--home",
                folder.resolve("home").toString()));
        if (supervised) {
            command.add("--supervised");
        }
        for (String setting : List.of("http", "mqtts", "mqtt")) {
            command.addAll(List.of("--set", setting + "=127.0.0.1:0"));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            assertThat(running(process))
                    .anyMatch(line -> line.matches("console +http://localhost:\\d+/console/"))
                    .anyMatch(line -> line.matches("user +admin"))
                    .anyMatch(line -> line.matches("passwordFile +.*admin\\.password"));
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitCode.YES);
        } finally {
            process.destroyForcibly();
        }
    }

    /** What a node prints when it is up. */
    private static List<String> running(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (line.startsWith("passwordFile")) {
                return lines;
            }
        }
        throw new IOException("the node did not start");
    }
}
