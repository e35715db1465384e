package org.vitaledger.api.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Bounds the connections. One that an address opens beyond its share is closed at once, before it costs more than a file
 * handle. Where all together are too many, the one that was silent for longest makes way, one that never asked for anything
 * before one that did, of the address that holds most such: whoever opens connections and says nothing keeps nobody out.
 */
final class ConnectionShare implements Connection.Listener {
    private final Map<InetAddress, Set<SocketChannelEndPoint>> open = new HashMap<>();
    private final int most;
    private final int perAddress;
    private int all;

    /** At most {@code most} connections in all, {@code perAddress} from one address. */
    ConnectionShare(int most, int perAddress) {
        this.most = most;
        this.perAddress = perAddress;
    }

    /** Connections inside of another, as in TLS, do not count again. */
    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint() instanceof SocketChannelEndPoint socket
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            admit(socket, remote.getAddress()).ifPresent(SocketChannelEndPoint::close);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection.getEndPoint() instanceof SocketChannelEndPoint socket
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            forget(socket, remote.getAddress());
        }
    }

    /** Counts it, and names the connection that has to go for it, which may be itself. */
    private synchronized Optional<SocketChannelEndPoint> admit(SocketChannelEndPoint socket, InetAddress address) {
        if (open.getOrDefault(address, Set.of()).size() >= perAddress) {
            return Optional.of(socket);
        }
        Optional<SocketChannelEndPoint> leaving = all < most
                ? Optional.empty()
                : silentest(other -> !hasAsked(other)).or(() -> silentest(other -> true));
        leaving.ifPresent(other -> forget(other, ((InetSocketAddress) other.getRemoteSocketAddress()).getAddress()));
        open.computeIfAbsent(address, key -> new LinkedHashSet<>()).add(socket);
        all++;
        return leaving;
    }

    private Optional<SocketChannelEndPoint> silentest(Predicate<SocketChannelEndPoint> among) {
        SocketChannelEndPoint found = null;
        int ofAddress = 0;
        for (Set<SocketChannelEndPoint> held : open.values()) {
            List<SocketChannelEndPoint> such = held.stream().filter(among).toList();
            for (SocketChannelEndPoint one : such) {
                if (found == null
                        || such.size() > ofAddress
                        || (such.size() == ofAddress && one.getIdleFor() > found.getIdleFor())) {
                    found = one;
                    ofAddress = such.size();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private static boolean hasAsked(SocketChannelEndPoint socket) {
        return (socket.getConnection() instanceof SslConnection tls
                                ? tls.getSslEndPoint().getConnection()
                                : socket.getConnection())
                        .getMessagesIn()
                > 0;
    }

    private synchronized void forget(SocketChannelEndPoint socket, InetAddress address) {
        Set<SocketChannelEndPoint> own = open.getOrDefault(address, Set.of());
        if (own.contains(socket)) {
            own.remove(socket);
            all--;
            if (own.isEmpty()) {
                open.remove(address);
            }
        }
    }
}
