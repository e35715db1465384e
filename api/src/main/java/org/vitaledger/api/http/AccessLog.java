package org.vitaledger.api.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a request, and a count a status: method, route, status, bytes, milliseconds. Ids in the path become {@code *},
 * and the query, the client's address and the token are left out (INV-009). Safe for any thread.
 */
public final class AccessLog implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int MAX_SEGMENTS = 6;
    private static final Set<String> WORDS = Set.of(
            "fhir",
            "metadata",
            "Observation",
            "Patient",
            "Device",
            "Consent",
            "AuditEvent",
            "Provenance",
            "_search",
            "_history",
            "oauth2",
            "token",
            "authorize",
            "revoke",
            "introspect",
            "jwks",
            ".well-known",
            "proofs",
            "observation",
            "access",
            "consent",
            "ledger",
            "checkpoint",
            "tile",
            "entries",
            "blocks",
            "policy",
            "ops",
            "devices",
            "principals",
            "patients",
            "quarantine",
            "replay",
            "gaps",
            "metrics",
            "alerts",
            "console",
            "health",
            "login");

    private final Map<Integer, LongAdder> byStatus = new ConcurrentSkipListMap<>();

    @Override
    public void log(Request request, Response response) {
        int status = response.getStatus();
        byStatus.computeIfAbsent(status, key -> new LongAdder()).increment();
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "{} {} {} {} B {} ms",
                    request.getMethod(),
                    route(Request.getPathInContext(request)),
                    status,
                    Response.getContentBytesWritten(response),
                    NanoTime.millisSince(request.getBeginNanoTime()));
        }
    }

    /** How many responses had which status since the start. */
    public Map<Integer, Long> counts() {
        return byStatus.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }

    /** A path with everything that is not a word of ours replaced by a star. */
    static String route(String path) {
        return "/"
                + Stream.of(path.substring(path.startsWith("/") ? 1 : 0).split("/", -1))
                        .limit(MAX_SEGMENTS)
                        .map(segment -> segment.isEmpty() || WORDS.contains(segment) ? segment : "*")
                        .collect(Collectors.joining("/"));
    }
}
