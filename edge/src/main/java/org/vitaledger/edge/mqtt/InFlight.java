package org.vitaledger.edge.mqtt;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What one connection published and was not yet answered, in its order. For one event loop. */
final class InFlight {
    private final ArrayDeque<Publish> queue = new ArrayDeque<>();
    private final IntObjectHashMap<Publish> byPacketId = new IntObjectHashMap<>(8);

    void add(Publish publish) {
        queue.add(publish);
        if (publish.packetId() != 0) {
            byPacketId.put(publish.packetId(), publish);
        }
    }

    /** Takes the oldest out if it was answered. */
    @Nullable Publish pollAnswered() {
        Publish head = queue.peek();
        if (head == null || head.settled() == null) {
            return null;
        }
        queue.remove();
        if (head.packetId() != 0) {
            byPacketId.remove(head.packetId());
        }
        return head;
    }

    boolean contains(int packetId) {
        return byPacketId.containsKey(packetId);
    }

    /** All that wait. */
    int size() {
        return queue.size();
    }

    /** Those that wait for a PUBACK. */
    int unacknowledged() {
        return byPacketId.size();
    }
}
