package org.vitaledger.edge.mqtt;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.mqtt.ListenFault.Listen;
import org.vitaledger.journal.Descriptors;

/**
 * What one client, and all together, may take up.
 *
 * @param packetBytes the largest packet, told to MQTT 5 clients as Maximum Packet Size
 * @param inFlight the most QoS 1 packets of one connection that wait for their PUBACK, told as Receive Maximum
 * @param heldBytes the most payload bytes of all connections that wait; above it no device's socket is read
 * @param connections how many connections there may be
 * @param keepAlive the longest keep-alive; MQTT 5 clients that want more or none are told to use this one
 */
public record Limits(int packetBytes, int inFlight, long heldBytes, Connections connections, Duration keepAlive) {
    private static final int FEWEST = 64;

    /** With room for so many connections nobody needs to be told that it is not more. */
    private static final int ENOUGH = 1000;

    public Limits {
        if (packetBytes < 128 || inFlight < 1 || inFlight > 65535 || heldBytes < packetBytes) {
            throw new IllegalArgumentException("the limits leave no room for a packet");
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535) {
            throw new IllegalArgumentException("the limits leave no time");
        }
    }

    /**
     * How many connections there may be. Where one more opens than may, the one that has been opening for longest makes way,
     * of the same address first: whoever opens connections and says nothing keeps nobody else out.
     *
     * @param all the most in all
     * @param perClient the most of one client; with one more its oldest ends
     * @param opening the most that have not sent an accepted CONNECT
     * @param openingPerAddress the most of these from one address
     * @param patience how long a connection may take to its CONNECT, the TLS handshake included
     */
    public record Connections(int all, int perClient, int opening, int openingPerAddress, Duration patience) {
        public Connections {
            if (all < 2 || perClient < 1 || openingPerAddress < 1 || opening < openingPerAddress || opening >= all) {
                throw new IllegalArgumentException("the limits leave no room for a connection");
            }
            if (!patience.isPositive()) {
                throw new IllegalArgumentException("the limits leave no time");
            }
        }

        /** {@code all} in all, an eighth of them opening, half of these from one address. */
        public static Connections of(int all, int perClient, Duration patience) {
            int opening = Math.max(1, all / 8);
            return new Connections(all, perClient, opening, Math.max(1, opening / 2), patience);
        }
    }

    /** 64 KiB packets, 128 in flight, 64 MiB held, 20,000 connections, 8 per client, 10 s, 10 minutes. */
    public static Limits standard() {
        return new Limits(
                64 << 10, 128, 64L << 20, Connections.of(20_000, 8, Duration.ofSeconds(10)), Duration.ofMinutes(10));
    }

    /**
     * These with no more connections than {@code descriptors} leave room for.
     *
     * @param warning told VL-LISTEN-002 if these are lower limits, and low
     * @throws ListenFault VL-LISTEN-003 if there is no room for connections
     */
    public Limits fitting(Descriptors descriptors, Consumer<Fault> warning) {
        int room = descriptors.forDevices();
        if (room >= connections.all()) {
            return this;
        }
        Map<String, Long> context = Map.of(
                "descriptors", descriptors.most(), "connections", (long) room, "limit", (long) connections.all());
        if (room < FEWEST) {
            throw new ListenFault(Listen.NO_DESCRIPTORS, context, null);
        }
        if (room < ENOUGH) {
            warning.accept(new ListenFault(Listen.FEW_DESCRIPTORS, context, null));
        }
        Connections fewer = Connections.of(room, connections.perClient(), connections.patience());
        return new Limits(packetBytes, inFlight, heldBytes, fewer, keepAlive);
    }
}
