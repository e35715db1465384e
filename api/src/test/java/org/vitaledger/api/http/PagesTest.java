package org.vitaledger.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.fake.RunningApi;

/** What a browser gets for the pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private RunningApi api;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        Path pages = Files.createDirectories(home.resolve("pages"));
        Files.writeString(pages.resolve("index.html"), "<!doctype html><title>x</title>");
        Files.writeString(pages.resolve("app.js"), "export {};");
        Files.writeString(pages.resolve("base.css"), "body{}");
        Files.writeString(pages.resolve("icon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        api = new RunningApi(
                home.resolve("api"),
                InstantSource.system(),
                RunningApi.Options.defaults().withConsole(pages.toUri()));
    }

    @AfterAll
    void stop() {
        api.close();
    }

    /** RFC 9110 section 15.4.5: a 304 carries what the 200 would, or leaves the stored header as it is. */
    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/index.html", "/console/app.js", "/console/base.css"})
    void saysNotModifiedWithTheHeadersOfThePageItself(String path) {
        Map<String, List<String>> full = headers(api.get(path));
        String etag = full.getOrDefault("etag", List.of("")).getFirst();
        for (HttpRequest.Builder again : List.of(
                HttpRequest.newBuilder(api.uri(path)).header("If-None-Match", etag),
                HttpRequest.newBuilder(api.uri(path))
                        .header("If-None-Match", etag)
                        .method("HEAD", none()))) {
            HttpResponse<String> answer = api.send(again.build());
            Map<String, List<String>> later = headers(answer);

            assertThat(answer.statusCode()).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(full).containsAllEntriesOf(later);
            assertThat(later).containsKeys("etag", "cache-control", "content-security-policy", "x-frame-options");
        }
    }

    @Test
    void leadsFromTheRootToThePages() {
        for (String path : List.of("/", "/console")) {
            HttpResponse<String> answer = api.get(path);
            assertThat(answer.statusCode()).as(path).isBetween(301, 308);
            assertThat(answer.headers().firstValue("location").orElse("")).endsWith("/console/");
        }
        HttpResponse<String> icon = api.get("/favicon.ico");
        assertThat(icon.statusCode()).isEqualTo(200);
        assertThat(icon.headers().firstValue("content-type").orElse("")).startsWith("image/svg+xml");
        assertThat(api.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void protectsAMissingPageAsAPage() {
        HttpResponse<String> answer = api.get("/console/nothing.js");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                .contains("frame-ancestors 'none'");
    }

    private static HttpRequest.BodyPublisher none() {
        return HttpRequest.BodyPublishers.noBody();
    }

    /** Without the time of the answer, and without the length of a body that a 304 hasn't. */
    private static Map<String, List<String>> headers(HttpResponse<String> answer) {
        Map<String, List<String>> all = new TreeMap<>(answer.headers().map());
        all.remove("date");
        all.remove("content-length");
        all.remove("transfer-encoding");
        return all;
    }
}
