package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;
import static org.vitaledger.ledger.remote.FourMembers.SIGNATURES;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.ledger.publish.PublishFault;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

class WitnessClientTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final String NAME = "witness.example/w1";
    private static final NoteSigner SIGNER = FourMembers.signer(NAME, SignatureType.COSIGNATURE_ED25519);
    private static final NoteSigner STRANGER = FourMembers.signer(NAME, SignatureType.COSIGNATURE_ED25519);

    @TempDir
    Path folder;

    private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(20), Optional.empty());
    private final GrowingLog log = GrowingLog.of("entry ", 100);
    private WitnessClient.Shown shown = WitnessClient.Shown.MEMBERS;
    private int limit = Integer.MAX_VALUE;
    private HttpServer server;
    private Witness witness;
    private Function<WitnessAnswer, WitnessAnswer> change = answer -> answer;

    @BeforeEach
    void start() throws IOException {
        witness = Witness.open(
                new Witness.Memory(folder, true),
                MEMBERS.policy(),
                new Witness.Keys(List.of(SIGNER), SIGNATURES),
                () -> Instant.ofEpochSecond(5000));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/w/add-checkpoint", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        witness.close();
        http.close();
    }

    @Test
    void getsCosignaturesAndProvesGrowth() {
        WitnessClient client = client(log, SIGNER.verifierKey());
        for (long size : new long[] {7, 7, 8, 100}) {
            List<NoteSignature> cosignatures = client.publish(note(log, size)).cosignatures();

            assertThat(cosignatures).hasSize(1);
            assertThat(cosignatures.getFirst().name()).isEqualTo(NAME);
        }
    }

    @Test
    void asksTheWitnessWhereItStandsAfterARestart() {
        client(log, SIGNER.verifierKey()).publish(note(log, 50));

        assertThat(client(log, SIGNER.verifierKey()).publish(note(log, 100)).cosignatures())
                .hasSize(1);
    }

    @Test
    void tellsThatTheWitnessIsAhead() {
        client(log, SIGNER.verifierKey()).publish(note(log, 100));

        assertFault(log, 50, "VL-PUBLISH-001");
    }

    @Test
    void tellsThatTheWitnessHoldsAnotherHistory() {
        GrowingLog other = GrowingLog.of("another ", 100);
        client(log, SIGNER.verifierKey()).publish(note(log, 50));

        assertFault(other, 50, "VL-PUBLISH-002");
        assertFault(other, 100, "VL-PUBLISH-002");
    }

    @Test
    void tellsThatTheWitnessRefuses() {
        assertThatThrownBy(() -> client(log, SIGNER.verifierKey()).publish(MEMBERS.sign(7, log.root(7), 1000, A)))
                .isInstanceOf(PublishFault.class)
                .hasMessageContaining("VL-PUBLISH-003")
                .hasMessageContaining("403");
    }

    @Test
    void takesNoCosignatureThatDoesNotVerify() {
        assertThatThrownBy(() -> client(log, STRANGER.verifierKey()).publish(note(log, 7)))
                .hasMessageContaining("VL-PUBLISH-004");
        change = answer -> WitnessAnswer.cosigned("nonsense\n");
        assertFault(log, 8, "VL-PUBLISH-004");
    }

    /** Public witnesses read some kilobytes of a request, and know the log's key alone. */
    @Test
    void showsAPublicWitnessTheLogsSignatureAlone() {
        witness.close();
        Policy policy = MEMBERS.policy();
        witness = Witness.open(
                new Witness.Memory(folder.resolve("public"), true),
                new Policy(policy.logs(), List.of(), List.of(), Policy.NONE),
                new Witness.Keys(List.of(SIGNER), SIGNATURES),
                () -> Instant.ofEpochSecond(5000));
        limit = 4096;

        assertFault(log, 7, "VL-PUBLISH-003");
        shown = WitnessClient.Shown.LOG;
        WitnessClient client = client(log, SIGNER.verifierKey());
        for (long size : new long[] {7, 100}) {
            assertThat(client.publish(note(log, size)).cosignatures()).hasSize(1);
        }
    }

    @Test
    void isNotKeptBusyByAWitnessThatNeverAgrees() {
        long[] size = {1};
        change = answer -> WitnessAnswer.conflict(size[0]++);

        assertFault(log, 100, "VL-PUBLISH-003");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            WitnessAnswer answer = request.length > limit
                    ? new WitnessAnswer(413, "text/plain", "")
                    : change.apply(witness.addCheckpoint(request));
            exchange.getResponseHeaders().add("Content-Type", answer.contentType());
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private WitnessClient client(GrowingLog own, VerifierKey key) {
        URI prefix = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/w/");
        return new WitnessClient(new WitnessClient.Place(prefix, List.of(key), shown), own, http, SIGNATURES);
    }

    private static SignedNote note(GrowingLog log, long size) {
        return MEMBERS.sign(size, log.root(size), 1000, A, B, C);
    }

    private void assertFault(GrowingLog own, long size, String code) {
        assertThatThrownBy(() -> client(own, SIGNER.verifierKey()).publish(note(own, size)))
                .isInstanceOf(PublishFault.class)
                .hasMessageContaining(code);
    }
}
