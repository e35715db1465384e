package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.node.cli.CommandLineProgram;
import org.vitaledger.node.cli.ExitCode;

/** A stopped node is checked from a checkpoint on that its log served. */
class HomeCheckIT {
    @TempDir
    private Path folder = Path.of("");

    private final List<String> told = new ArrayList<>();

    /** Starts a node, stops it, and tells what its log served as checkpoint. */
    private Path checkpointOf(String name) throws Exception {
        String any = "127.0.0.1:0";
        Path file = folder.resolve(name + ".checkpoint");
        try (VitaNode node = VitaNode.start(
                        NodeConfig.of(folder.resolve(name), Map.of("http", any, "mqtt", any, "mqtts", any)),
                        InstantSource.system());
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(node.api().base() + "/ledger/checkpoint"))
                    .build();
            Files.writeString(
                    file,
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        }
        return file;
    }

    private HomeCheck.Report check(String name, Path from) throws IOException {
        CheckOptions options = new CheckOptions(Optional.of(from), folder, told::add);
        return HomeCheck.check(folder.resolve(name), Signatures.platform(), options);
    }

    @Test
    void beginsFromACheckpointOfTheNodesOwnLog() throws Exception {
        Path checkpoint = checkpointOf("home");
        HomeCheck.Report report = check("home", checkpoint);

        assertThat(report.findings()).isEmpty();
        assertThat(report.counts().get("trustedEntries"))
                .isPositive()
                .isLessThanOrEqualTo(report.counts().get("entries"));
        assertThat(told).containsExactly("ledger", "vault", "edge", "audit");
        String home = folder.resolve("home").toString();
        assertThat(CommandLineProgram.run(
                        "fsck", home, "--from", checkpoint.toString(), "--scratch", folder.toString()))
                .isEqualTo(ExitCode.YES);
    }

    @Test
    void refusesACheckpointThatTheNodesPolicyDoesNotAccept() throws Exception {
        Path own = checkpointOf("home");
        Path others = checkpointOf("other");
        Path none = Files.writeString(folder.resolve("none"), "not a note");
        Path changed = Files.writeString(
                folder.resolve("changed"), Files.readString(own).replaceFirst("\n[0-9]+\n", "\n1\n"));

        for (Path file : List.of(others, none, changed)) {
            assertThatThrownBy(() -> check("home", file))
                    .isInstanceOf(NodeFault.class)
                    .hasMessageContaining("VL-NODE-019")
                    .hasMessageContaining(file.toString());
        }
        assertThatThrownBy(() -> check("home", folder.resolve("nowhere"))).isInstanceOf(IOException.class);
    }
}
