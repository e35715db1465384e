package org.vitaledger.console;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers of a node, given in the browser instead of by a server. The answer of the longest path that a request begins
 * with counts. For the thread of the browser.
 */
final class RecordedNode {
    private final Map<String, Function<Request, Answer>> answers = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    record Answer(int status, String type, byte[] body) {
        static Answer json(int status, String body) {
            return new Answer(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        static Answer text(byte[] body) {
            return new Answer(200, "text/plain", body);
        }

        /** A refusal as OperationOutcome. */
        static Answer refusal(int status, String code, String text, String remedy) {
            return json(status, """
                    {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"forbidden",
                    "details":{"coding":[{"code":"%s"}],"text":"%s"},"diagnostics":"%s"}]}
                    """.formatted(code, text, remedy));
        }

        /** FHIR resources as a search set. */
        static Answer bundle(String... resources) {
            List<String> entries = new ArrayList<>();
            for (String resource : resources) {
                entries.add("{\"resource\":" + resource + "}");
            }
            return json(200, "{\"resourceType\":\"Bundle\",\"entry\":[" + String.join(",", entries) + "]}");
        }
    }

    RecordedNode answer(String path, Answer answer) {
        return answer(path, request -> answer);
    }

    RecordedNode answer(String path, Function<Request, Answer> answer) {
        answers.put(path, answer);
        return this;
    }

    /** The paths and queries that were asked for, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** Takes over everything but the pages themselves. */
    void serve(BrowserContext session) {
        session.route(url -> !URI.create(url).getPath().startsWith("/console/"), this::fulfill);
    }

    private void fulfill(Route route) {
        URI address = URI.create(route.request().url());
        String path = address.getPath();
        asked.add(address.getQuery() == null ? path : path + "?" + address.getQuery());
        Answer answer = answers.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
                .map(entry -> entry.getValue().apply(route.request()))
                .orElseGet(() -> Answer.refusal(404, "VL-HTTP-004", "There is nothing at this address.", ""));
        route.fulfill(new Route.FulfillOptions()
                .setStatus(answer.status())
                .setContentType(answer.type())
                .setBodyBytes(answer.body()));
    }

    /** A token that says what the pages read from tokens; nobody checks it here. */
    static String token(String role, String patient, long expires) {
        String claims = "{\"sub\":\"00000000000000000000000000000002\",\"role\":\"%s\",\"patient\":\"%s\",\"exp\":%d}"
                .formatted(role, patient, expires);
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }
}
