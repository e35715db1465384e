package org.vitaledger.edge.mqtt;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.vitaledger.core.value.DeviceId;

/** The connected clients and what they subscribed to. Safe for any thread. */
final class Sessions {
    private final int perClient;
    private final ConcurrentHashMap<Key, Session> byKey = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<ClientIdentity, Integer> counts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Set<Session>> byFilter = new ConcurrentHashMap<>();

    /** A session is taken over only by the same client under the same client identifier. */
    record Key(ClientIdentity client, String clientIdentifier) {}

    Sessions(int perClient) {
        this.perClient = perClient;
    }

    /** Adds {@code session} and ends the one that it takes over; false if the client has too many connections. */
    boolean add(Session session) {
        Integer count = counts.merge(session.client(), 1, Integer::sum);
        Session previous =
                count <= perClient ? byKey.put(session.key(), session) : byKey.replace(session.key(), session);
        if (previous != null) {
            previous.end(Reason.SESSION_TAKEN_OVER);
            return true;
        }
        if (count > perClient) {
            uncount(session.client());
            return false;
        }
        return true;
    }

    void remove(Session session) {
        byKey.remove(session.key(), session);
        uncount(session.client());
        session.filters().forEach(filter -> unsubscribe(session, filter));
    }

    void subscribe(Session session, String filter) {
        byFilter.compute(filter, (name, sessions) -> {
            Set<Session> set = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
            set.add(session);
            return set;
        });
    }

    /** Whether there was such a subscription. */
    boolean unsubscribe(Session session, String filter) {
        boolean[] removed = new boolean[1];
        byFilter.computeIfPresent(filter, (name, sessions) -> {
            removed[0] = sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
        return removed[0];
    }

    void sendDown(DeviceId device, byte[] payload) {
        String topic = Topics.down(device);
        subscribers(topic).forEach(session -> session.deliver(topic, payload));
    }

    /** Sends an alert once to each reader, also if several of its filters match. */
    void sendAlert(DeviceId device, byte[] payload) {
        Set<Session> done = Collections.newSetFromMap(new IdentityHashMap<>());
        String topic = Topics.alerts(device);
        for (String filter : new String[] {topic, Topics.ALERTS + "/#", Topics.ALERTS + "/+"}) {
            subscribers(filter).stream().filter(done::add).forEach(session -> session.deliver(topic, payload));
        }
        subscribers(Topics.ALERTS).stream()
                .filter(done::add)
                .forEach(session -> session.deliver(Topics.ALERTS, payload));
    }

    void forEach(Consumer<Session> action) {
        byKey.values().forEach(action);
    }

    private Set<Session> subscribers(String filter) {
        return byFilter.getOrDefault(filter, Set.of());
    }

    private void uncount(ClientIdentity client) {
        counts.computeIfPresent(client, (key, count) -> count == 1 ? null : count - 1);
    }
}
