package org.vitaledger.api.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.vitaledger.api.error.Outcomes;
import org.vitaledger.api.error.Problem;
import tools.jackson.databind.json.JsonMapper;

/** Writes whole responses: JSON, bytes, problems. */
public final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int TOO_MANY_REQUESTS = 429;
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "60";

    private Answers() {}

    /** A record, map or list as JSON. */
    public static void json(HttpServletResponse response, int status, Object content) throws IOException {
        response.setStatus(status);
        bytes(response, "application/json", JSON.writeValueAsBytes(content));
    }

    /** Bytes of a media type. */
    public static void bytes(HttpServletResponse response, String mediaType, byte[] content) throws IOException {
        response.setContentType(mediaType);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }

    /** A problem as OperationOutcome; a 401 names the scheme (RFC 6750 section 3), a 429 when to try again; a 408 ends. */
    public static void problem(HttpServletResponse response, Problem problem, Optional<String> subject)
            throws IOException {
        response.setStatus(problem.status());
        if (problem.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", challenge(problem));
        }
        if (problem.status() == TOO_MANY_REQUESTS && !response.containsHeader(RETRY_AFTER)) {
            response.setHeader(RETRY_AFTER, RETRY_SECONDS);
        }
        if (problem.status() == HttpServletResponse.SC_REQUEST_TIMEOUT) {
            response.setHeader("Connection", "close");
        }
        response.setCharacterEncoding("utf-8");
        bytes(response, "application/fhir+json", Outcomes.json(problem, subject).getBytes(StandardCharsets.UTF_8));
    }

    private static String challenge(Problem problem) {
        boolean missing = problem.code()
                .equals(org.vitaledger.api.error.ApiRefusal.TOKEN_MISSING
                        .problem()
                        .code());
        return missing ? "Bearer" : "Bearer error=\"invalid_token\", error_description=\"" + problem.text() + "\"";
    }
}
