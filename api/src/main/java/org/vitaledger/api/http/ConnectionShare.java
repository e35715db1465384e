package org.vitaledger.api.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/** Closes the connections that an address opens beyond its share, before they cost more than a file handle. */
final class ConnectionShare implements Connection.Listener {
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final int most;

    ConnectionShare(int most) {
        this.most = most;
    }

    /** Connections inside of another, as in TLS, do not count again. */
    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint() instanceof SocketChannelEndPoint socket
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress remote
                && open.merge(remote.getAddress(), 1, Integer::sum) > most) {
            socket.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection.getEndPoint() instanceof SocketChannelEndPoint socket
                && socket.getRemoteSocketAddress() instanceof InetSocketAddress remote) {
            open.computeIfPresent(remote.getAddress(), (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
