package org.vitaledger.ledger.remote;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * HTTP with a server that is not trusted: every answer is bounded in bytes, also once it is unpacked, and in time from
 * the request to its last byte. Safe for any thread.
 */
public final class BoundedHttp implements AutoCloseable {
    /** What packing may add to what can't be packed. */
    private static final int PACKING = 1 << 10;

    private final HttpClient client;
    private final Duration timeout;

    /**
     * A whole answer.
     *
     * @param status the HTTP status
     * @param contentType the media type in lower case without parameters, or empty
     * @param body unpacked
     */
    public record Answer(int status, String contentType, byte[] body) {}

    /**
     * @param timeout for an answer as a whole
     * @param trust which certificates count; empty for the platform's
     */
    public BoundedHttp(Duration timeout, Optional<SSLContext> trust) {
        this.timeout = timeout;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout);
        trust.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    /**
     * Asks for {@code address}.
     *
     * @throws RemoteFault UNREACHABLE, TOO_SLOW, TOO_LARGE or MALFORMED; any status is an answer
     */
    public Answer get(URI address, int maxBytes) {
        return send(HttpRequest.newBuilder(address).GET(), maxBytes);
    }

    /** As {@link #get}, with a body of {@code contentType} to send. */
    public Answer post(URI address, String contentType, byte[] content, int maxBytes) {
        return send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(content)),
                maxBytes);
    }

    /** Hangs up. */
    @Override
    public void close() {
        client.shutdownNow();
    }

    private Answer send(HttpRequest.Builder builder, int maxBytes) {
        HttpRequest request =
                builder.header("Accept-Encoding", "gzip, identity").build();
        CompletableFuture<HttpResponse<byte[]>> pending =
                client.sendAsync(request, _ -> new BoundedBody(maxBytes + maxBytes / 8 + PACKING));
        try {
            HttpResponse<byte[]> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            String type = response.headers().firstValue("Content-Type").orElse("");
            String media = type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
            return new Answer(response.statusCode(), media, unpacked(response, maxBytes));
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw fault(RemoteFault.Kind.TOO_SLOW, request, e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw fault(RemoteFault.Kind.TOO_SLOW, request, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean large = cause instanceof BoundedBody.TooLong || cause.getCause() instanceof BoundedBody.TooLong;
            throw fault(large ? RemoteFault.Kind.TOO_LARGE : RemoteFault.Kind.UNREACHABLE, request, cause);
        }
    }

    private static byte[] unpacked(HttpResponse<byte[]> response, int maxBytes) {
        String encoding = response.headers().firstValue("Content-Encoding").orElse("identity");
        if (encoding.equalsIgnoreCase("identity")) {
            return within(maxBytes, response.body(), response);
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw fault(RemoteFault.Kind.MALFORMED, response.request(), null);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return within(maxBytes, in.readNBytes(maxBytes + 1), response);
        } catch (IOException e) {
            throw fault(RemoteFault.Kind.MALFORMED, response.request(), e);
        }
    }

    private static byte[] within(int maxBytes, byte[] content, HttpResponse<byte[]> response) {
        if (content.length > maxBytes) {
            throw fault(RemoteFault.Kind.TOO_LARGE, response.request(), null);
        }
        return content;
    }

    private static RemoteFault fault(RemoteFault.Kind kind, HttpRequest request, @Nullable Throwable cause) {
        return new RemoteFault(kind, Map.of("address", request.uri()), cause);
    }
}
