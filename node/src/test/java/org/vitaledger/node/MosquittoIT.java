package org.vitaledger.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.core.Proves;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.pack.PackSigner;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.SystemClock;
import org.vitaledger.node.run.VitaNode;

/** Debian's mosquitto clients against a whole node. */
class MosquittoIT {
    private static final Path PUBLISHER = Path.of("/usr/bin/mosquitto_pub");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void needTheClients() {
        assumeTrue(Files.isExecutable(PUBLISHER), "mosquitto_pub is absent: apt-get install mosquitto-clients");
    }

    @Test
    void deliversPacksByMqtt5And311WithAndWithoutTlsAndIsToldOfRefusals() throws Exception {
        Map<String, String> ports = Map.of("http", "127.0.0.1:0", "mqtt", "127.0.0.1:0", "mqtts", "127.0.0.1:0");
        try (VitaNode node = VitaNode.start(NodeConfig.of(folder.resolve("home"), ports), new SystemClock())) {
            Signatures signatures = Signatures.platform();
            SigningKey key = signatures.generate(Algorithm.ES256, new SecureRandom());
            PatientHandle patient = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
            VitaNode.Enrolment device = node.enrol(key.verifyingKey(), patient);
            PackSigner signer = new PackSigner(device.device(), key, signatures);
            String plain = Integer.toString(node.gateway().mqttPort());
            String tls = Integer.toString(node.gateway().mqttsPort());
            String ca = node.home().keys().resolve("site-ca.pem").toString();

            assertThat(publish(device, signer.sign(1, pulse()), "-V", "5", "-p", plain))
                    .isEmpty();
            assertThat(publish(device, signer.sign(2, pulse()), "-V", "311", "-p", plain))
                    .isEmpty();
            assertThat(publish(device, signer.sign(3, pulse()), "-V", "5", "-p", tls, "--cafile", ca))
                    .isEmpty();
            assertThat(publish(device, new byte[] {1, 2, 3}, "-V", "5", "-p", plain))
                    .contains("NOT_A_PACK");
            assertThat(node.gateway().stats().accepted().packs()).isEqualTo(3);
        }
    }

    /** Reads stop then, but a patient's values are taken and judged all the same. */
    @Test
    @Proves("INV-022")
    void takesAndAlertsWithoutTheAuditTrail() throws Exception {
        Map<String, String> ports = Map.of("http", "127.0.0.1:0", "mqtt", "127.0.0.1:0", "mqtts", "127.0.0.1:0");
        NodeConfig config = NodeConfig.of(folder.resolve("home"), ports);
        Signatures signatures = Signatures.platform();
        SigningKey key = signatures.generate(Algorithm.ES256, new SecureRandom());
        VitaNode.Enrolment device;
        try (VitaNode node = VitaNode.start(config, new SystemClock())) {
            PatientHandle patient = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
            Account anna = node.api()
                    .registrar()
                    .enrol(new Registrar.Person("anna", "correct horse", Role.PATIENT, Optional.of(patient)));
            device = node.enrol(key.verifyingKey(), patient);
            // So that there is something in the trail.
            HttpRequest read = HttpRequest.newBuilder(
                            URI.create(node.api().base() + "/fhir/Observation?patient=" + patient.text()))
                    .header("Authorization", "Bearer " + node.token(anna, Duration.ofMinutes(1)))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(read, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        Files.move(folder.resolve("home/api/audit"), folder.resolve("backup"));
        try (VitaNode node = VitaNode.start(config, new SystemClock())) {
            assertThat(node.api().audit().fault()).isPresent();
            String port = Integer.toString(node.gateway().mqttPort());
            String password = node.gateway().issueAlertReader("ward");
            PackSigner signer = new PackSigner(device.device(), key, signatures);
            assertThat(publish(device, signer.sign(1, pulse(30)), "-V", "5", "-p", port))
                    .isEmpty();
            // On subscribing a reader hears what is open.
            Process ward = new ProcessBuilder(
                            "/usr/bin/mosquitto_sub",
                            "-h",
                            "localhost",
                            "-p",
                            port,
                            "-u",
                            "ward",
                            "-P",
                            password,
                            "-t",
                            "vl/alerts/#",
                            "-C",
                            "1",
                            "-W",
                            "30")
                    .start();
            assertThat(new String(ward.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"rule\":\"critical-low\"", "\"value\":30");
            assertThat(node.gateway().stats().accepted().packs()).isEqualTo(1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> node.gateway().stats().committed().readings() == 1);
        }
    }

    private static List<Measurement> pulse() {
        return pulse(72);
    }

    private static List<Measurement> pulse(int value) {
        return List.of(
                new Measurement("8867-4", "/min", Decimal.of(BigDecimal.valueOf(value)), new SystemClock().instant()));
    }

    /** What the publisher complains of, if anything. */
    private String publish(VitaNode.Enrolment device, byte[] pack, String... options)
            throws IOException, InterruptedException {
        Path file = Files.write(folder.resolve("pack"), pack);
        List<String> command = new ArrayList<>(List.of(PUBLISHER.toString(), "-h", "localhost", "-q", "1"));
        command.addAll(List.of("-u", device.device().text(), "-P", device.password()));
        command.addAll(List.of("-t", "vl/" + device.device().text() + "/up", "-f", file.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
