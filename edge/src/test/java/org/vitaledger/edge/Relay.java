package org.vitaledger.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Passes connections on to a gateway. While it is deaf nothing comes back behind a new connection's CONNACK. */
final class Relay implements AutoCloseable {
    private static final int CONNACK = 4;

    private final InetSocketAddress to;
    private final ServerSocket server;
    private final ConcurrentLinkedQueue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean deaf;

    Relay(InetSocketAddress to) throws IOException {
        this.to = to;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** For connections that come from now on. */
    void deafen(boolean now) {
        deaf = now;
    }

    /** Ends all connections. */
    void cut() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            close(socket);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket gateway = new Socket(to.getAddress(), to.getPort());
                sockets.add(client);
                sockets.add(gateway);
                int passed = deaf ? CONNACK : Integer.MAX_VALUE;
                Thread.ofVirtual().start(() -> pass(client, gateway, Integer.MAX_VALUE));
                Thread.ofVirtual().start(() -> pass(gateway, client, passed));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private static void pass(Socket from, Socket to, int most) {
        byte[] buffer = new byte[8192];
        int left = most;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int passed = Math.min(count, left);
                out.write(buffer, 0, passed);
                left -= most == Integer.MAX_VALUE ? 0 : passed;
            }
        } catch (IOException _) {
            // The other side is told below.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
