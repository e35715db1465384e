package org.vitaledger.edge.mqtt;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import org.vitaledger.edge.mqtt.Limits.Connections;

/** The connections that have not sent an accepted CONNECT, of which there are never too many. Safe for any thread. */
final class Openings {
    private final Connections limits;
    /** In the order of their beginning. */
    private final LinkedHashMap<Channel, InetAddress> all = new LinkedHashMap<>();

    private final Map<InetAddress, SequencedSet<Channel>> byAddress = new HashMap<>();

    Openings(Connections limits) {
        this.limits = limits;
    }

    /** A connection begins; the one that makes way for it, if need be, is closed. */
    void begin(Channel channel) {
        Optional<Channel> makesWay;
        synchronized (this) {
            InetAddress address = address(channel);
            makesWay = makesWay(byAddress.getOrDefault(address, new LinkedHashSet<>()));
            makesWay.ifPresent(this::done);
            all.put(channel, address);
            byAddress.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(channel);
        }
        makesWay.ifPresent(Openings::close);
    }

    /** The connection's client is known, or it ended. */
    synchronized void done(Channel channel) {
        InetAddress address = all.remove(channel);
        if (address != null) {
            byAddress.computeIfPresent(address, (key, channels) -> {
                channels.remove(channel);
                return channels.isEmpty() ? null : channels;
            });
        }
    }

    private Optional<Channel> makesWay(SequencedSet<Channel> neighbours) {
        if (neighbours.size() >= limits.openingPerAddress()) {
            return Optional.of(neighbours.getFirst());
        }
        return all.size() >= limits.opening() ? Optional.of(all.firstEntry().getKey()) : Optional.empty();
    }

    private static void close(Channel channel) {
        var _ = channel.close();
    }

    private static InetAddress address(Channel channel) {
        SocketAddress remote = channel.remoteAddress();
        return remote instanceof InetSocketAddress inet ? inet.getAddress() : InetAddress.getLoopbackAddress();
    }
}
