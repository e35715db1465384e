package org.vitaledger.api.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.FakeLedger;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.witness.Witness;
import org.vitaledger.ledger.witness.WitnessClient;

class WitnessServerTest {
    private static final Signatures SIGNATURES = Signatures.platform();
    private static final NoteSigner SIGNER = NoteSigner.of(
            "witness.example/w1",
            SignatureType.COSIGNATURE_ED25519,
            SIGNATURES.generate(SignatureType.COSIGNATURE_ED25519.algorithm(), new SecureRandom()),
            SIGNATURES);

    @TempDir
    Path folder;

    private final FakeLedger ledger = new FakeLedger(InstantSource.system());
    private Witness witness;
    private WitnessServer server;

    @BeforeEach
    void start() throws Exception {
        witness = Witness.open(
                new Witness.Memory(folder, true),
                Policy.parse(ledger.policy().getBytes(UTF_8)),
                new Witness.Keys(List.of(SIGNER), SIGNATURES),
                InstantSource.system());
        server = WitnessServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), witness);
    }

    @AfterEach
    void stop() {
        server.close();
        witness.close();
    }

    @Test
    void cosignsTheCheckpointOfALedger() throws Exception {
        try (BoundedHttp http = new BoundedHttp(Duration.ofSeconds(20), Optional.empty())) {
            WitnessClient client = new WitnessClient(
                    new WitnessClient.Place(uri(""), List.of(SIGNER.verifierKey()), WitnessClient.Shown.MEMBERS),
                    ledger,
                    http,
                    SIGNATURES);
            SignedNote note = SignedNote.parse(ledger.snapshot().checkpoint().getBytes(UTF_8));

            SignedNote cosigned =
                    new SignedNote(note.text(), client.publish(note).cosignatures());

            assertThat(cosigned.check(SIGNER.verifierKey(), SIGNATURES)).isInstanceOf(SignatureCheck.Valid.class);
        }
    }

    @Test
    void answersAsTheSpecificationSays() throws Exception {
        String note = ledger.snapshot().checkpoint();
        HttpResponse<String> conflict = post("old 1\n\n" + note);
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.headers().firstValue("content-type")).contains("text/x.tlog.size");
        assertThat(conflict.body()).isEqualTo("0\n");

        HttpResponse<String> cosigned = post("old 0\n\n" + note);
        assertThat(cosigned.statusCode()).isEqualTo(200);
        assertThat(cosigned.body()).startsWith("\u2014 witness.example/w1 ").endsWith("\n");

        assertThat(post("nonsense").statusCode()).isEqualTo(400);
        // Asks before it sends the body, or the refusal could overtake the body and break the connection.
        HttpRequest tooLong = HttpRequest.newBuilder(uri("/add-checkpoint"))
                .expectContinue(true)
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(3 << 20)))
                .build();
        assertThat(send(tooLong).statusCode()).isEqualTo(413);
        HttpRequest get = HttpRequest.newBuilder(uri("/add-checkpoint")).build();
        assertThat(send(get).statusCode()).isEqualTo(405);
    }

    @Test
    void showsMonitorsWhatItCosigned() throws Exception {
        String origin = ledger.snapshot().checkpoint().lines().findFirst().orElseThrow();
        String path = "/" + Hash.sha256(origin.getBytes(UTF_8)) + "/checkpoint";
        assertThat(get(path).statusCode()).isEqualTo(404);
        post("old 0\n\n" + ledger.snapshot().checkpoint());

        HttpResponse<String> shown = get(path);
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
        assertThat(shown.headers().firstValue("cache-control")).contains("no-cache");
        SignedNote note = SignedNote.parse(shown.body().getBytes(UTF_8));
        assertThat(note.check(SIGNER.verifierKey(), SIGNATURES)).isInstanceOf(SignatureCheck.Valid.class);
        assertThat(note.signatures())
                .containsAll(SignedNote.parse(ledger.snapshot().checkpoint().getBytes(UTF_8))
                        .signatures());
        assertThat(get("/checkpoint").statusCode()).isEqualTo(404);
        assertThat(get(path + "/more").statusCode()).isEqualTo(404);
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(uri("/add-checkpoint"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
