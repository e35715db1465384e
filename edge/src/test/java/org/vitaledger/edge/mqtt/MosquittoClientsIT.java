package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vitaledger.edge.mqtt.EndpointFixture.DEVICE;
import static org.vitaledger.edge.mqtt.EndpointFixture.UP;
import static org.vitaledger.edge.mqtt.EndpointFixture.bytes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mosquitto_pub} and {@code mosquitto_sub} of Debian's mosquitto-clients. */
class MosquittoClientsIT {
    private final EndpointFixture edge = EndpointFixture.start(Limits.standard());
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void needsTheClients() {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/mosquitto_pub")),
                "mosquitto_pub is not installed (Debian's mosquitto-clients): skipped");
    }

    @AfterEach
    void close() {
        processes.forEach(Process::destroyForcibly);
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void publishesAndIsAcknowledged(String version) throws Exception {
        Process publisher = start("mosquitto_pub", version, DEVICE.text(), "-q", "1", "-t", UP, "-m", "pack");
        Publish publish = edge.handler.next();
        assertThat(publish.payload()).isEqualTo(bytes("pack"));
        assertThat(publisher.isAlive()).isTrue();
        publish.answer(Answer.accepted());
        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void failsWithAWrongPassword(String version) throws Exception {
        Process publisher =
                start(List.of("mosquitto_pub", "-V", version, "-u", DEVICE.text(), "-P", "guess", "-t", UP, "-m", "x"));
        assertThat(publisher.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(publisher.exitValue()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void hearsAlerts(String version) throws Exception {
        Process reader = start("mosquitto_sub", version, "ward", "-C", "1", "-v", "-t", "vl/alerts/#");
        Awaitility.await().until(() -> {
            edge.endpoint.sendAlert(DEVICE, bytes("alert"));
            return !reader.isAlive();
        });
        assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("vl/alerts/00000000000000d1 alert\n");
    }

    private Process start(String program, String version, String user, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-V", version, "-u", user, "-P", "secret"));
        command.addAll(List.of(more));
        return start(command);
    }

    private Process start(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(
                1,
                List.of("-h", "127.0.0.1", "-p", String.valueOf(edge.address().getPort())));
        Process process = new ProcessBuilder(whole).start();
        processes.add(process);
        return process;
    }
}
