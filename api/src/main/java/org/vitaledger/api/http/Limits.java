package org.vitaledger.api.http;

import java.time.Duration;

/**
 * How much a client may ask for.
 *
 * @param requestBytes the largest request body
 * @param concurrentRequests requests in progress; further ones wait, then get 503
 * @param idle how long a connection may be silent
 * @param stop how long requests in progress may take to end when the server stops
 */
public record Limits(long requestBytes, int concurrentRequests, Duration idle, Duration stop) {
    /** 1 MiB, 256 requests, 30 s, 5 s. */
    public static final Limits DEFAULT = new Limits(1 << 20, 256, Duration.ofSeconds(30), Duration.ofSeconds(5));

    public Limits {
        if (requestBytes < 1 || concurrentRequests < 1 || idle.isNegative() || stop.isNegative()) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
