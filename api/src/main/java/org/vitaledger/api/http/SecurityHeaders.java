package org.vitaledger.api.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Puts the protective headers on every response that does not have its own: nothing is cached, framed or sniffed unless a
 * servlet says otherwise; the console's pages may load only what this server serves.
 */
final class SecurityHeaders extends Handler.Wrapper {
    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final String ONE_YEAR = "max-age=31536000";

    private final boolean tls;

    SecurityHeaders(boolean tls) {
        this.tls = tls;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new Guarded(request, response), callback);
    }

    /** Puts the headers that are not there yet. */
    void apply(Request request, HttpFields.Mutable headers) {
        boolean page = isPage(request);
        ifAbsent(headers, "Content-Security-Policy", page ? PAGE_POLICY : API_POLICY);
        ifAbsent(headers, "X-Content-Type-Options", "nosniff");
        ifAbsent(headers, "X-Frame-Options", "DENY");
        ifAbsent(headers, "Referrer-Policy", "no-referrer");
        ifAbsent(headers, "Cross-Origin-Opener-Policy", "same-origin");
        ifAbsent(headers, "Cache-Control", page ? "no-cache" : "no-store");
        if (tls) {
            ifAbsent(headers, "Strict-Transport-Security", ONE_YEAR);
        }
    }

    /** By the address that was asked for, whichever handler inside a context it has come to. */
    private static boolean isPage(Request request) {
        String path = Request.unWrap(request).getHttpURI().getCanonicalPath();
        return path != null && path.startsWith("/console");
    }

    private static void ifAbsent(HttpFields.Mutable headers, String name, String value) {
        if (!headers.contains(name)) {
            headers.put(name, value);
        }
    }

    /** A response that gets the headers with its first write, after whatever reset it. */
    private final class Guarded extends Response.Wrapper {
        Guarded(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
            if (!isCommitted()) {
                apply(getRequest(), getHeaders());
            }
            super.write(last, content, callback);
        }
    }
}
