package org.vitaledger.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.ledger.stamp.OpenSslAuthority;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;

/** A whole node with a witness, a time stamping authority and a follower. */
class OutsideIT {
    private static final Map<String, String> PORTS =
            Map.of("http", "127.0.0.1:0", "mqtt", "127.0.0.1:0", "mqtts", "127.0.0.1:0");

    @TempDir
    private Path folder = Path.of("");

    private Path home = Path.of("");
    private Path policy = Path.of("");

    @BeforeEach
    void found() throws IOException {
        home = folder.resolve("home");
        policy = folder.resolve("policy.txt");
        start(home, Map.of()).close();
        Files.copy(home.resolve("policy.txt"), policy);
    }

    @Test
    void checkpointsAreWitnessedStampedAndFollowed() throws Exception {
        assumeTrue(OpenSslAuthority.isInstalled(), "openssl is not installed");
        Path tsa = Files.createDirectory(folder.resolve("tsa"));
        try (RunningWitness witness = new RunningWitness(folder.resolve("w"), policy);
                OpenSslAuthority authority = new OpenSslAuthority(tsa)) {
            Map<String, String> outside = Map.of(
                    "witness.url", witness.url(),
                    "witness.key", witness.key(),
                    "tsa.url", authority.uri().toString(),
                    "tsa.certificate", authority.certificateFile().toString());
            try (VitaNode node = start(home, outside)) {
                await().untilAsserted(() -> assertThat(
                                get(node, "/checkpoint").lines().filter(line -> line.contains("witness.example/w1")))
                        .hasSize(2));
                assertThat(follow(node, "follower")).isEqualTo(ExitCode.YES);
                await().until(() -> !files(home.resolve("stamps"), ".tsr").isEmpty());
            }
            String reply = files(home.resolve("stamps"), ".tsr").getFirst().toString();
            String checkpoint = reply.replace(".tsr", ".checkpoint");
            String certificate = authority.certificateFile().toString();
            assertThat(verify(checkpoint, "--timestamp", reply, "--tsa", certificate))
                    .isEqualTo(ExitCode.YES);
            assertThat(verify(reply, "--timestamp", reply, "--tsa", certificate))
                    .as("a file that is no checkpoint is no verdict")
                    .isEqualTo(ExitCode.FAULT);
        }
    }

    /** Neither an older copy nor a ledger that is begun anew under the same keys signs anything more. */
    @Test
    @Proves("INV-006")
    void aCopyOfAnOlderStateDoesNotStartWhereAWitnessKnowsBetter() throws Exception {
        Path copy = folder.resolve("copy");
        copy(home, copy);
        Path anew = folder.resolve("anew");
        Files.createDirectories(anew);
        copy(home.resolve("keys"), anew.resolve("keys"));
        try (RunningWitness witness = new RunningWitness(folder.resolve("w"), policy)) {
            // The first one is out of reach.
            Map<String, String> outside =
                    Map.of("witness.url", "http://127.0.0.1:1 " + witness.url(), "witness.key", witness.key());
            try (VitaNode node = start(home, outside)) {
                await().untilAsserted(() -> assertThat(
                                get(node, "/checkpoint").lines().filter(line -> line.contains("witness.example/w1")))
                        .hasSize(2));
            }
            for (Path older : List.of(copy, anew)) {
                assertThatThrownBy(() -> start(older, outside)).hasMessageContaining("VL-NODE-020");
            }
            start(home, outside).close();
        }
        // Whoever takes the witness out of the settings has decided.
        start(copy, Map.of()).close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void aLogThatIsFoundedAgainUnderTheSameKeysIsABreach() throws Exception {
        try (VitaNode node = start(home, Map.of())) {
            assertThat(follow(node, "follower")).isEqualTo(ExitCode.YES);
        }
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("keys"));
        for (Path key : files(home.resolve("keys"), "")) {
            Files.copy(key, other.resolve("keys").resolve(key.getFileName()));
        }
        // A start appends to the log, so both have to be started as often to be of one size.
        start(other, Map.of()).close();
        try (VitaNode node = start(other, Map.of())) {
            assertThat(follow(node, "follower")).isEqualTo(ExitCode.BREACH);
            assertThat(follow(node, "somebody who never saw the first")).isEqualTo(ExitCode.YES);
        }
        try (VitaNode node = start(home, Map.of())) {
            assertThat(follow(node, "follower")).as("what was proved stays so").isEqualTo(ExitCode.BREACH);
        }
        Path evidence = files(folder.resolve("follower"), ".txt").getFirst();
        assertThat(verify(evidence.toString())).isEqualTo(ExitCode.YES);
        byte[] changed = Files.readAllBytes(evidence);
        changed[changed.length / 2] ^= 1;
        Files.write(evidence, changed);
        assertThat(verify(evidence.toString())).isEqualTo(ExitCode.NO);
    }

    @Test
    void followTellsByItsExitCodeWhatIsWrong() throws Exception {
        URI nobody;
        try (VitaNode node = start(home, Map.of())) {
            nobody = log(node);
            assertThat(CommandLineProgram.run("follow", nobody.toString(), "--policy", policy + ".absent"))
                    .isEqualTo(ExitCode.FAULT);
            assertThat(CommandLineProgram.run("follow", "ftp://x/y", "--policy", policy.toString()))
                    .isEqualTo(ExitCode.USAGE);
            Path strangers = folder.resolve("strangers");
            start(strangers, Map.of("member", "hospital-z.example")).close();
            Files.copy(strangers.resolve("policy.txt"), folder.resolve("strangers.txt"));
            policy = folder.resolve("strangers.txt");
            assertThat(follow(node, "f")).isEqualTo(ExitCode.NO);
        }
        assertThat(follow(nobody, "f")).isEqualTo(ExitCode.FAULT);
    }

    private static VitaNode start(Path home, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(PORTS);
        all.putAll(settings);
        return VitaNode.start(NodeConfig.of(home, all), new SystemClock());
    }

    private int follow(VitaNode node, String state) {
        return follow(log(node), state);
    }

    private int follow(URI log, String state) {
        return CommandLineProgram.run(
                "follow",
                log.toString(),
                "--once",
                "--json",
                "--policy",
                policy.toString(),
                "--state",
                folder.resolve(state).toString());
    }

    private int verify(String file, String... more) {
        List<String> arguments = Stream.concat(
                        Stream.of("verify", file, "--policy", policy.toString()), Stream.of(more))
                .toList();
        return CommandLineProgram.run(arguments.toArray(String[]::new));
    }

    private static URI log(VitaNode node) {
        return URI.create("http://127.0.0.1:" + node.api().port() + "/ledger");
    }

    private static String get(VitaNode node, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(log(node) + path)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8))
                    .body();
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
