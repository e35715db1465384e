package org.vitaledger.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.core.value.PrincipalId;

/** Bounds the streams that are open at once: of one principal, and in all. Behind the {@link BearerFilter}. */
public final class StreamLimit extends HttpFilter {
    /** The address of the stream of alerts. */
    public static final String PATH = "/alerts/stream";

    private static final long serialVersionUID = 1L;
    private static final int PER_PRINCIPAL = 16;
    private static final int ALL = 512;
    private static final String RETRY_SECONDS = "15";

    private final transient Map<PrincipalId, Integer> open = new ConcurrentHashMap<>();
    private final AtomicInteger all = new AtomicInteger();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        PrincipalId principal = BearerFilter.caller(request).principal();
        try {
            int own = open.merge(principal, 1, Integer::sum);
            if (all.incrementAndGet() > ALL || own > PER_PRINCIPAL) {
                response.setHeader("Retry-After", RETRY_SECONDS);
                Answers.problem(response, ApiRefusal.TOO_MANY_STREAMS.problem(), Optional.empty());
            } else {
                next.doFilter(request, response);
            }
        } finally {
            all.decrementAndGet();
            open.computeIfPresent(principal, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
