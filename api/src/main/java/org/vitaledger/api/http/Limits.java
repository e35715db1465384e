package org.vitaledger.api.http;

import java.time.Duration;
import org.vitaledger.journal.Descriptors;

/**
 * How much a client may ask for.
 *
 * @param requestBytes the largest request body
 * @param concurrentRequests requests in progress; further ones wait, then get 503
 * @param connections connections in all; where one more opens, the one that was silent for longest makes way, of the
 *     address that holds most
 * @param idle how long a connection may be silent
 * @param stop how long requests in progress may take to end when the server stops
 */
public record Limits(long requestBytes, int concurrentRequests, int connections, Duration idle, Duration stop) {
    /** 1 MiB, 256 requests, 4,096 connections, 30 s, 5 s. */
    public static final Limits DEFAULT = new Limits(1 << 20, 256, 4096, Duration.ofSeconds(30), Duration.ofSeconds(5));

    private static final int PER_ADDRESS = 1024;
    private static final int FEWEST = 16;

    public Limits {
        if (requestBytes < 1 || concurrentRequests < 1 || connections < 2 || idle.isNegative() || stop.isNegative()) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** How many connections one address may hold: half of all, or 1,024 if that is less. */
    public int connectionsPerAddress() {
        return Math.min(PER_ADDRESS, connections / 2);
    }

    /** How many requests of a kind one address may have in progress: half of all. */
    public int requestsPerAddress() {
        return Math.max(1, concurrentRequests / 2);
    }

    /** These with no more connections than {@code descriptors} leave room for, but with {@value #FEWEST} in any case. */
    public Limits fitting(Descriptors descriptors) {
        int fitting = Math.min(connections, Math.max(FEWEST, descriptors.forClients()));
        return new Limits(requestBytes, concurrentRequests, fitting, idle, stop);
    }
}
