package org.vitaledger.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.api.fake.Sample;
import org.vitaledger.core.Proves;
import org.vitaledger.core.value.PatientHandle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertServletTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeFeed feed = new FakeFeed();
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) {
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withFeed(feed));
        new Sample(api).consent(api.patient, api.practitioner);
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @AfterEach
    void clear() {
        feed.clear();
    }

    @Test
    @Proves("INV-010")
    void showsAlertsOnlyUnderAConsent() {
        feed.raise(FakeFeed.alert(permitted(), "for the patient"));
        feed.raise(FakeFeed.alert(forbidden(), "for another"));

        assertThat(api.get("/alerts", api.token(api.practitioner)).body())
                .contains("for the patient")
                .doesNotContain("for another");
        assertThat(api.get("/alerts", api.token(api.other)).body())
                .contains("for another")
                .doesNotContain("for the patient");
    }

    @Test
    @Proves("INV-010")
    void whatIsForbiddenPushesNothingOut() {
        feed.raise(FakeFeed.alert(permitted(), "permitted"));
        for (int i = 0; i < 150; i++) {
            feed.raise(FakeFeed.alert(forbidden(), "forbidden"));
        }
        assertThat(list("/alerts").toString()).contains("permitted").doesNotContain("forbidden");
    }

    @Test
    void givesTheNewestOfOnePatientWithWhatIsKnownOfThem() {
        for (int i = 0; i < 120; i++) {
            feed.raise(FakeFeed.alert(permitted(), "alert " + i, i == 119));
        }
        String path = "/alerts?patient=" + permitted().text();

        assertThat(list(path)).hasSize(100);
        assertThat(list(path + "&_count=1000")).hasSize(100);
        JsonNode newest = list(path + "&_count=1");
        assertThat(newest).hasSize(1);
        assertThat(newest.path(0).propertyNames())
                .containsExactly(
                        "id",
                        "time",
                        "raised",
                        "patient",
                        "device",
                        "rule",
                        "severity",
                        "text",
                        "late",
                        "ahead",
                        "open");
        assertThat(newest.path(0).path("text").stringValue()).isEqualTo("alert 119");
        assertThat(newest.path(0).path("open").booleanValue()).isTrue();
        assertThat(newest.path(0).path("late").booleanValue()).isFalse();
    }

    @Test
    @Proves("INV-010")
    void thePatientThatIsNamedHasToConsent() {
        feed.raise(FakeFeed.alert(forbidden(), "forbidden"));
        String known = "/alerts?patient=" + forbidden().text();
        String unknown =
                "/alerts?patient=" + new PatientHandle(org.vitaledger.core.bytes.Bytes.of(new byte[16])).text();

        HttpResponse<String> refused = api.get(known, api.token(api.practitioner));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .isEqualTo(api.get(unknown, api.token(api.practitioner)).body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"_count=0", "_count=-1", "_count=x", "_count=1&_count=2", "patient=x", "patient=", "since=1"})
    void refusesParametersThatItDoesNotUnderstand(String query) {
        assertThat(api.get("/alerts?" + query, api.token(api.practitioner)).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Proves("INV-004")
    void streamsAlertsEachAfterItsRecord() throws Exception {
        try (Stream stream = new Stream()) {
            assertThat(stream.lines.poll(10, TimeUnit.SECONDS)).startsWith(":");
            long before = api.server.audit().count(permitted());
            feed.raise(FakeFeed.alert(forbidden(), "not for you"));
            feed.raise(FakeFeed.alert(permitted(), "streamed"));

            List<String> seen = stream.until("streamed");
            assertThat(api.server.audit().count(permitted())).isGreaterThan(before);
            assertThat(seen).noneMatch(line -> line.contains("not for you"));
        }
    }

    @Test
    @Proves({"INV-004", "INV-010"})
    void beginsAStreamWithWhatIsOpen() throws Exception {
        feed.raise(FakeFeed.alert(permitted(), "is over", false));
        feed.raise(FakeFeed.alert(permitted(), "is open", true));
        feed.raise(FakeFeed.alert(forbidden(), "not for you", true));
        long before = api.server.audit().count(permitted());
        try (Stream stream = new Stream()) {
            List<String> seen = stream.until("is open");
            feed.raise(FakeFeed.alert(permitted(), "is new", true));
            seen.addAll(stream.until("is new"));

            assertThat(seen).noneMatch(line -> line.contains("not for you") || line.contains("is over"));
            assertThat(api.server.audit().count(permitted())).isGreaterThan(before + 1);
        }
    }

    @Test
    void aStreamThatCannotKeepUpEndsAndSaysSo() throws Exception {
        try (Stream stream = new Stream()) {
            assertThat(stream.lines.poll(10, TimeUnit.SECONDS)).startsWith(":");
            for (int i = 0; i < 5000; i++) {
                feed.raise(FakeFeed.alert(permitted(), "many"));
            }
            stream.until("event: overflow");
            stream.until("end");
            Awaitility.await().until(() -> feed.followers.isEmpty());
        }
    }

    private PatientHandle permitted() {
        return api.handle(api.patient);
    }

    private PatientHandle forbidden() {
        return api.handle(api.other);
    }

    private JsonNode list(String path) {
        HttpResponse<String> answer = api.get(path, api.token(api.practitioner));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** A client of the practitioner that is connected when the constructor returns. */
    private final class Stream implements AutoCloseable {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final HttpClient http = HttpClient.newHttpClient();

        Stream() {
            HttpRequest request =
                    api.request("/alerts/stream", api.token(api.practitioner)).build();
            var _ = http.sendAsync(request, HttpResponse.BodyHandlers.ofLines()).thenAccept(answer -> {
                try (java.util.stream.Stream<String> body = answer.body()) {
                    body.forEach(lines::add);
                } catch (UncheckedIOException e) {
                    lines.add("cut off");
                }
                lines.add("end");
            });
            Awaitility.await().until(() -> !feed.followers.isEmpty());
        }

        /** The lines up to one that contains {@code text}. */
        List<String> until(String text) throws InterruptedException, IOException {
            List<String> seen = new java.util.ArrayList<>();
            while (seen.isEmpty() || !seen.getLast().contains(text)) {
                String line = lines.poll(20, TimeUnit.SECONDS);
                if (line == null) {
                    throw new IOException("nothing more came");
                }
                seen.add(line);
            }
            return seen;
        }

        @Override
        public void close() {
            http.shutdownNow();
            Awaitility.await().until(() -> {
                feed.followers.forEach(follower -> follower.accept(FakeFeed.alert(forbidden(), "wake up")));
                return feed.followers.isEmpty();
            });
        }
    }
}
