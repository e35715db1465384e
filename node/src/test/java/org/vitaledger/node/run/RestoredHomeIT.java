package org.vitaledger.node.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.ops.Registrar;
import org.vitaledger.core.Proves;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Statement;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.DeclaredCodes;
import org.vitaledger.node.keys.KeyFault;

/** Nodes whose folder came back from a backup without a part of it. */
class RestoredHomeIT {
    @TempDir
    private Path folder = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    private Path home() {
        return folder.resolve("home");
    }

    private VitaNode start() throws IOException {
        String any = "127.0.0.1:0";
        return VitaNode.start(
                NodeConfig.of(home(), Map.of("http", any, "mqtt", any, "mqtts", any)), InstantSource.system());
    }

    private HttpResponse<String> get(VitaNode node, String path, Account as) throws Exception {
        String token = node.token(as, Duration.ofMinutes(5));
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api().base() + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(VitaNode node, String path, Account as) throws Exception {
        String token = node.token(as, Duration.ofMinutes(5));
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api().base() + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @Proves({"INV-011", "INV-022"})
    void readsNothingWithoutTheAuditRecordsThatTheLedgerCountsUntilTheLossIsRecorded() throws Exception {
        Account anna;
        Account operator;
        String record;
        try (VitaNode node = start()) {
            PatientHandle handle = new PatientHandle(node.randomBytes(PatientHandle.SIZE));
            anna = node.api()
                    .registrar()
                    .enrol(new Registrar.Person("anna", "correct horse", Role.PATIENT, Optional.of(handle)));
            operator = node.api().directory().account("admin").orElseThrow();
            record = "/fhir/Observation?patient=" + handle.text();
            assertThat(get(node, record, anna).statusCode()).isEqualTo(200);
            assertThat(get(node, "/health", anna).statusCode()).isEqualTo(200);
        }
        Path audit = home().resolve("api/audit");
        Files.move(audit, folder.resolve("backup"));

        try (VitaNode node = start()) {
            assertThat(get(node, record, anna))
                    .extracting(HttpResponse::statusCode, HttpResponse::body)
                    .satisfies(seen -> assertThat(seen).element(0).isEqualTo(503))
                    .satisfies(seen -> assertThat(seen).element(1).asString().contains("VL-AUDIT-002"));
            assertThat(get(
                                    node,
                                    "/fhir/AuditEvent?patient="
                                            + anna.patient().orElseThrow().text(),
                                    anna)
                            .statusCode())
                    .isEqualTo(503);
            assertThat(get(node, "/health", anna).body())
                    .contains("\"audit\",\"status\":\"down\",\"code\":\"VL-AUDIT-002\"");
            assertThat(get(node, "/ops/devices", operator).statusCode()).isEqualTo(200);
            assertThat(node.gateway().mqttPort()).isPositive();
        }
        assertThat(HomeCheck.check(home(), Signatures.platform(), part -> {}).findings())
                .hasSize(2)
                .anyMatch(finding -> finding.contains("the audit log has 0 records"))
                .anyMatch(finding -> finding.contains("the audit log is distrusted"));
        Files.move(audit, folder.resolve("begun anew"));
        Files.move(folder.resolve("backup"), audit);
        try (VitaNode node = start()) {
            assertThat(get(node, record, anna).statusCode()).isEqualTo(200);
            assertThat(post(node, "/ops/audit/loss", operator).statusCode()).isEqualTo(409);
        }
        Files.move(audit, folder.resolve("lost"));
        try (VitaNode node = start()) {
            assertThat(get(node, record, anna).statusCode()).isEqualTo(503);
            assertThat(post(node, "/ops/audit/loss", anna).statusCode()).isEqualTo(403);
            assertThat(post(node, "/ops/audit/loss", operator))
                    .extracting(HttpResponse::statusCode, HttpResponse::body)
                    .satisfies(seen -> assertThat(seen).element(0).isEqualTo(201))
                    .satisfies(seen -> assertThat(seen).element(1).asString().contains("\"kept\":0"));
            assertThat(get(node, record, anna).statusCode()).isEqualTo(200);
            byte[] proof = get(
                            node,
                            "/proofs/accesses/" + anna.patient().orElseThrow().text(),
                            anna)
                    .body()
                    .getBytes(UTF_8);
            byte[] policy = Files.readAllBytes(home().resolve("policy.txt"));
            assertThat(ProofVerifier.verify(proof, policy, Signatures.platform(), DeclaredCodes.load()))
                    .isInstanceOfSatisfying(
                            Verdict.Proved.class,
                            proved -> assertThat(((Statement.AccessesRecorded) proved.statement())
                                            .head()
                                            .loss())
                                    .isPresent());
        }
        assertThat(HomeCheck.check(home(), Signatures.platform(), part -> {}).findings())
                .isEmpty();
    }

    @Test
    void makesNoNewKeysWhereThereAreData() throws Exception {
        start().close();
        for (String name :
                new String[] {"log.pem", "spool.key", "audit.key", "vault.p12", "store.password", "site-tls.p12"}) {
            Path key = home().resolve("keys").resolve(name);
            Path aside = folder.resolve(name);
            Files.move(key, aside);
            assertThatThrownBy(this::start)
                    .isInstanceOf(KeyFault.class)
                    .hasMessageContaining("VL-KEY-004")
                    .hasMessageContaining("keys/" + name);
            assertThatThrownBy(() -> HomeCheck.check(home(), Signatures.platform(), part -> {}))
                    .isInstanceOf(KeyFault.class)
                    .hasMessageContaining("keys/" + name);
            assertThat(key).doesNotExist();
            Files.move(aside, key);
        }
        Files.move(home().resolve("keys"), folder.resolve("keys"));
        assertThatThrownBy(this::start).hasMessageContaining("VL-KEY-004");
        // Else the folder that is given back would come to lie in this one.
        assertThat(home().resolve("keys")).doesNotExist();
        Files.move(folder.resolve("keys"), home().resolve("keys"));
        start().close();
    }
}
