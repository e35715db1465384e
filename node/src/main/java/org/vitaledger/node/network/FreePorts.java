package org.vitaledger.node.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Ports of loopback that nobody listens on. */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 30_000;
    private static final int TRIES = 100;

    private FreePorts() {}

    /**
     * The first of {@code count} free ports that follow each other.
     *
     * @throws IOException if none were found
     */
    public static int inARow(int count) throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < TRIES; i++) {
            int first = random.nextInt(LOWEST, HIGHEST);
            if (areFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no " + count + " free ports in a row");
    }

    private static boolean areFree(int first, int count) throws IOException {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
                taken.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }
}
