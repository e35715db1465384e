package org.vitaledger.edge.mqtt;

import java.time.Duration;

/**
 * What one client, and all together, may take up.
 *
 * @param packetBytes the largest packet, told to MQTT 5 clients as Maximum Packet Size
 * @param inFlight the most QoS 1 packets of one connection that wait for their PUBACK, told as Receive Maximum
 * @param heldBytes the most payload bytes of all connections that wait; above it no socket is read
 * @param connections the most connections
 * @param connectionsPerClient the most connections of one client
 * @param connectTimeout how long a connection may take to its CONNECT, the TLS handshake included
 * @param keepAlive the longest keep-alive; MQTT 5 clients that want more or none are told to use this one
 */
public record Limits(
        int packetBytes,
        int inFlight,
        long heldBytes,
        int connections,
        int connectionsPerClient,
        Duration connectTimeout,
        Duration keepAlive) {
    public Limits {
        if (packetBytes < 128 || inFlight < 1 || inFlight > 65535 || heldBytes < packetBytes) {
            throw new IllegalArgumentException("the limits leave no room for a packet");
        }
        if (connections < 1 || connectionsPerClient < 1) {
            throw new IllegalArgumentException("the limits leave no room for a connection");
        }
        if (!connectTimeout.isPositive() || keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535) {
            throw new IllegalArgumentException("the limits leave no time");
        }
    }

    /** 64 KiB packets, 128 in flight, 64 MiB held, 20,000 connections, 8 per client, 10 s, 10 minutes. */
    public static Limits standard() {
        return new Limits(64 << 10, 128, 64L << 20, 20_000, 8, Duration.ofSeconds(10), Duration.ofMinutes(10));
    }
}
