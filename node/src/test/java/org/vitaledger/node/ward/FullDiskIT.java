package org.vitaledger.node.ward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.edge.GatewayStats;
import org.vitaledger.node.run.HomeCheck;

/** A whole node on a small disk of its own that runs full and has room again. */
class FullDiskIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path disk = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()), "mounts need root");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    @Test
    @Proves({"INV-001", "INV-002", "INV-022"})
    void saysThatTheDiskIsFullAndCommitsEverythingOnceThereIsRoom() throws Exception {
        try (LiveWard ward = new LiveWard(disk.resolve("home"))) {
            ward.awaitReadings();
            assertThat(health(ward).statusCode()).isEqualTo(200);

            Path filler = disk.resolve("filler");
            fill(filler);
            awaitDown(ward);
            Files.delete(filler);
            awaitHealed(ward);
        }
        assertNothingDiffers();
    }

    private void awaitDown(LiveWard ward) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(health(ward).statusCode()).isEqualTo(503);
            assertThat(health(ward).body())
                    .contains("{\"name\":\"spool\",\"status\":\"down\",\"code\":\"VL-JOURNAL-003\"");
        });
        long accepted = ward.node.gateway().stats().accepted().readings();
        await().during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> ward.node.gateway().stats().accepted().readings() == accepted);
    }

    private void awaitHealed(LiveWard ward) {
        long accepted = ward.node.gateway().stats().accepted().readings();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(health(ward).statusCode()).isEqualTo(200));
        await().atMost(SOON).until(() -> {
            GatewayStats stats = ward.node.gateway().stats();
            return stats.accepted().readings() > accepted
                    && stats.committed().readings() == stats.accepted().readings();
        });
    }

    private void assertNothingDiffers() throws IOException {
        assertThat(HomeCheck.check(disk.resolve("home"), Signatures.platform(), part -> {})
                        .findings())
                .isEmpty();
    }

    private HttpResponse<String> health(LiveWard ward) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(ward.node.api().base() + "/health"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (byte[] some = new byte[4096]; ; ) {
                out.write(some);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
