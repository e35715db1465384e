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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

class WitnessesTest {
    private static final FourMembers MEMBERS = new FourMembers();

    @TempDir
    Path folder;

    private final BoundedHttp http = new BoundedHttp(Duration.ofSeconds(20), Optional.empty());
    private final GrowingLog log = GrowingLog.of("entry ", 100);
    private final GrowingLog other = GrowingLog.of("another ", 100);
    private final List<Fault> troubles = new ArrayList<>();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final List<Running> running = new ArrayList<>();

    /** A witness behind a server. */
    private record Running(String name, NoteSigner signer, Witness witness, HttpServer server) {}

    @AfterEach
    void stop() {
        hangs.countDown();
        running.forEach(each -> {
            each.server().stop(0);
            each.witness().close();
        });
        http.close();
    }

    @Test
    void bringsTheCosignaturesOfAll() throws IOException {
        Witnesses witnesses = witnesses(log, start("w1", answer -> answer), start("w2", answer -> answer));
        for (long size : new long[] {7, 100}) {
            assertThat(witnesses.publish(note(log, size)).cosignatures())
                    .extracting(NoteSignature::name)
                    .containsExactlyInAnyOrder("witness.example/w1", "witness.example/w2");
        }
        assertThat(troubles).isEmpty();
        assertThat(witnesses.fault()).isEmpty();
    }

    /** The one that hangs is asked again once it has answered. */
    @Test
    void waitsForNobodyWhoHangs() throws IOException {
        Running slow = start("slow", this::hang);
        Witnesses witnesses = witnesses(log, slow, start("w2", answer -> answer));
        for (long size : new long[] {7, 50, 100}) {
            assertThat(witnesses.publish(note(log, size)).cosignatures())
                    .extracting(NoteSignature::name)
                    .containsExactly("witness.example/w2");
        }
    }

    /** What comes late stands beside the others' when the same checkpoint is shown again. */
    @Test
    void bringsWhatComesLate() throws Exception {
        Witnesses witnesses = witnesses(log, start("slow", this::hang), start("w2", answer -> answer));
        assertThat(witnesses.publish(note(log, 7)).isWhole()).isFalse();
        hangs.countDown();
        Awaitility.await().until(() -> witnesses.publish(note(log, 7)).isWhole());
        assertThat(witnesses.publish(note(log, 7)).cosignatures())
                .extracting(NoteSignature::name)
                .containsExactlyInAnyOrder("witness.example/slow", "witness.example/w2");
    }

    @Test
    void tellsOfThoseThatRefuse() throws IOException {
        Running refusing = start("w1", answer -> WitnessAnswer.refused(WitnessAnswer.NOT_SIGNED, "no"));
        Witnesses witnesses = witnesses(log, refusing, start("w2", answer -> answer));
        assertThat(witnesses.publish(note(log, 7)).cosignatures()).hasSize(1);
        assertThat(witnesses.publish(note(log, 7)).isWhole()).isFalse();
        assertThat(troubles).extracting(fault -> fault.code().id()).containsExactly("VL-PUBLISH-003");
        assertThat(witnesses.fault()).isEmpty();
        assertThatThrownBy(() -> witnesses(log, refusing).publish(note(log, 8))).hasMessageContaining("VL-PUBLISH-003");
    }

    /** One is enough to know that there is another history, whatever the others cosign. */
    @Test
    @Proves("INV-006")
    void saysThatSomebodyHoldsAnotherHistory() throws IOException {
        Running first = start("w1", answer -> answer);
        Running second = start("w2", answer -> answer);
        witnesses(other, first).publish(note(other, 50));
        Witnesses witnesses = witnesses(log, first, second);
        assertThat(witnesses.publish(note(log, 60)).cosignatures()).hasSize(1);
        assertThat(witnesses.fault().orElseThrow().code().id()).isEqualTo("VL-PUBLISH-002");
        assertThatThrownBy(() -> witnesses(log, first, second).requireNewest(note(log, 60)))
                .hasMessageContaining("VL-PUBLISH-002");
    }

    /** A copy of an older state, an empty one, too; a newer one and the newest are none. */
    @Test
    @Proves("INV-006")
    void knowsACopyOfAnOlderState() throws IOException {
        Running first = start("w1", answer -> answer);
        Running second = start("w2", answer -> answer);
        witnesses(log, first).requireNewest(note(log, 0));
        witnesses(log, first).publish(note(log, 50));
        for (long size : new long[] {0, 7, 49}) {
            assertThatThrownBy(() -> witnesses(log, second, first).requireNewest(note(log, size)))
                    .hasMessageContaining("VL-PUBLISH-001");
        }
        witnesses(log, second, first).requireNewest(note(log, 50));
        witnesses(log, second, first).requireNewest(note(log, 60));
    }

    /** The one that lags answers at once, the one that knows better takes its time. */
    @Test
    @Proves("INV-006")
    void waitsForAllWhoMayKnowBetter() throws IOException {
        boolean[] isSlow = {false};
        Running slow = start("slow", answer -> isSlow[0] ? late(answer) : answer);
        witnesses(log, slow).publish(note(log, 50));
        isSlow[0] = true;
        Witnesses witnesses = witnesses(log, start("w2", answer -> answer), slow);
        assertThatThrownBy(() -> witnesses.requireNewest(note(log, 7))).hasMessageContaining("VL-PUBLISH-001");
    }

    private WitnessAnswer late(WitnessAnswer answer) {
        try {
            assertThat(hangs.await(3, TimeUnit.SECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    /** Who can't be reached can't be asked. */
    @Test
    void asksNobodyWhoIsOutOfReach() throws IOException {
        Running gone = start("w1", answer -> answer);
        gone.server().stop(0);
        witnesses(log, gone).requireNewest(note(log, 7));
        assertThat(troubles).hasSize(1);
    }

    private WitnessAnswer hang(WitnessAnswer answer) {
        try {
            hangs.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private Running start(String name, UnaryOperator<WitnessAnswer> change) throws IOException {
        String full = "witness.example/" + name;
        NoteSigner signer = FourMembers.signer(full, SignatureType.COSIGNATURE_ED25519);
        Witness witness = Witness.open(
                new Witness.Memory(folder.resolve(name), true),
                MEMBERS.policy(),
                new Witness.Keys(List.of(signer), SIGNATURES),
                () -> Instant.ofEpochSecond(5000));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/add-checkpoint", exchange -> answer(exchange, witness, change));
        server.start();
        Running started = new Running(full, signer, witness, server);
        running.add(started);
        return started;
    }

    private static void answer(HttpExchange exchange, Witness witness, UnaryOperator<WitnessAnswer> change)
            throws IOException {
        try (exchange) {
            WitnessAnswer answer =
                    change.apply(witness.addCheckpoint(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().add("Content-Type", answer.contentType());
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Witnesses witnesses(GrowingLog own, Running... asked) {
        List<WitnessClient> clients = Stream.of(asked)
                .map(each -> new WitnessClient(
                        new WitnessClient.Place(
                                URI.create("http://127.0.0.1:"
                                        + each.server().getAddress().getPort()),
                                List.of(each.signer().verifierKey()),
                                WitnessClient.Shown.MEMBERS),
                        own,
                        http,
                        SIGNATURES))
                .toList();
        return new Witnesses(clients, troubles::add);
    }

    private static SignedNote note(GrowingLog log, long size) {
        return MEMBERS.sign(size, log.root(size), 1000, A, B, C);
    }
}
