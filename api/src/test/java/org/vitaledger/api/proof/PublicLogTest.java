package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.follow.FollowState;
import org.vitaledger.ledger.follow.Follower;
import org.vitaledger.ledger.follow.Round;
import org.vitaledger.ledger.publish.CheckpointPublisher;
import org.vitaledger.ledger.publish.Publication;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.RemoteLog;

/** The log as anybody may read it, without a token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicLogTest {
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withPlan(new Stamping()));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void aFollowerVerifiesIt(@TempDir Path state) throws Exception {
        Policy policy = Policy.parse(api.ledger.policy().getBytes(UTF_8));
        try (BoundedHttp http = new BoundedHttp(Duration.ofSeconds(20), Optional.empty())) {
            Follower follower = new Follower(
                    new RemoteLog(api.uri("/ledger/"), http),
                    List.of(),
                    new Follower.Trust(policy, Signatures.platform()),
                    FollowState.open(state));
            for (int i = 0; i < 3; i++) {
                Round round = follower.round();

                assertThat(round.findings()).isEmpty();
                assertThat(round.verified())
                        .map(Checkpoint::size)
                        .contains(api.ledger.snapshot().size());
                api.account("more" + i, Role.AUDITOR);
            }
        }
    }

    @Test
    void tellsTypesAndWhatMayBeKept() throws Exception {
        long size = size(api.get("/ledger/checkpoint").body());

        HttpResponse<String> checkpoint = api.get("/ledger/checkpoint");
        assertThat(type(checkpoint)).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(cached(checkpoint)).isEqualTo("no-cache");
        for (String tile : List.of("/ledger/tile/0/000.p/" + size, "/ledger/tile/entries/000.p/" + size)) {
            HttpResponse<String> answer = api.get(tile);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(type(answer)).isEqualTo("application/octet-stream");
            assertThat(cached(answer)).contains("public", "immutable", "max-age=31536000");
            assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        }
        HttpResponse<String> none = api.get("/ledger/tile/0/000.p/255");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(cached(none)).as("it may be there soon").isEqualTo("no-store");
        HttpRequest head =
                HttpRequest.newBuilder(api.uri("/ledger/checkpoint")).HEAD().build();
        assertThat(api.send(head).statusCode()).isEqualTo(200);
        HttpRequest post = HttpRequest.newBuilder(api.uri("/ledger/checkpoint"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(api.send(post).statusCode()).isEqualTo(405);
    }

    @Test
    void offersTimeStampsWithTheCheckpointsThatTheyAreOver() {
        await().until(() -> api.get("/ledger/stamps").body().contains("-test.tsr"));
        String list = api.get("/ledger/stamps").body();
        String reply = list.replaceAll("(?s).*?\"reply\":\"([^\"]*)\".*", "$1");
        String checkpoint = list.replaceAll("(?s).*?\"checkpoint\":\"([^\"]*)\".*", "$1");

        assertThat(type(api.get(reply))).isEqualTo("application/timestamp-reply");
        assertThat(api.get(reply).body())
                .isEqualTo("over " + size(api.get(checkpoint).body()));
        for (String wrong :
                List.of("x", "x.tsr", "../policy.txt", "0000000000000000001-test", reply.substring(15) + "x")) {
            assertThat(api.get("/ledger/stamps/" + wrong).statusCode()).isEqualTo(404);
        }
    }

    private static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("content-type").orElse("");
    }

    private static String cached(HttpResponse<String> answer) {
        return answer.headers().firstValue("cache-control").orElse("");
    }

    private static long size(String note) {
        try {
            return Checkpoint.parse(SignedNote.parse(note.getBytes(UTF_8)).text())
                    .size();
        } catch (NoteRejected e) {
            throw new AssertionError(note, e);
        }
    }

    /** Stamps with the size, which is enough for what is kept beside what. */
    private static final class Stamping implements CheckpointPublisher {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public Publication publish(SignedNote checkpoint) {
            return new Publication.Stamped(Bytes.utf8("over " + size(new String(checkpoint.encode(), UTF_8))));
        }
    }
}
