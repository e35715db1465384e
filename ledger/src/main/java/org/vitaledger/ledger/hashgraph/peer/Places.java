package org.vitaledger.ledger.hashgraph.peer;

import java.net.Socket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * So many connections and no more, in all and for each key. One too many takes the place of the oldest, of the same key first:
 * whoever fills the places with silence keeps nobody else out. Safe for any thread.
 */
final class Places<K> {
    private final int perKey;
    private final int all;
    private final LinkedHashMap<Socket, K> taken = new LinkedHashMap<>();
    private final Map<K, LinkedHashSet<Socket>> byKey = new HashMap<>();

    Places(int perKey, int all) {
        this.perKey = perKey;
        this.all = all;
    }

    /** Takes a place; the connection that has to go for it, if one has to. */
    synchronized Optional<Socket> take(Socket socket, K key) {
        Optional<Socket> goes = Optional.empty();
        LinkedHashSet<Socket> ofKey = byKey.getOrDefault(key, new LinkedHashSet<>());
        if (ofKey.size() >= perKey) {
            goes = Optional.of(ofKey.getFirst());
        } else if (taken.size() >= all) {
            goes = Optional.of(taken.firstEntry().getKey());
        }
        goes.ifPresent(this::leave);
        taken.put(socket, key);
        byKey.computeIfAbsent(key, added -> new LinkedHashSet<>()).add(socket);
        return goes;
    }

    /** Gives its place back, if it has one. */
    synchronized void leave(Socket socket) {
        K key = taken.remove(socket);
        if (key != null) {
            byKey.computeIfPresent(key, (known, sockets) -> {
                sockets.remove(socket);
                return sockets.isEmpty() ? null : sockets;
            });
        }
    }

    /** Those who have a place. */
    synchronized List<Socket> sockets() {
        return List.copyOf(taken.keySet());
    }
}
