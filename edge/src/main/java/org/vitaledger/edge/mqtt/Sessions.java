package org.vitaledger.edge.mqtt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.DeviceId;

/** The connected clients and what they subscribed to. Safe for any thread. */
final class Sessions {
    private final int perClient;
    private final ConcurrentHashMap<Key, Session> byKey = new ConcurrentHashMap<>();
    /** Oldest first. */
    private final ConcurrentHashMap<ClientIdentity, List<Session>> byClient = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<String, Set<Session>> byFilter = new ConcurrentHashMap<>();

    /** A session is taken over only by the same client under the same client identifier. */
    record Key(ClientIdentity client, String clientIdentifier) {}

    Sessions(int perClient) {
        this.perClient = perClient;
    }

    /**
     * Adds {@code session}, and ends the one that it takes over, or the client's oldest if it has too many: what was cut off
     * without a word must not keep the client out.
     */
    void add(Session session) {
        Session previous = byKey.put(session.key(), session);
        if (previous != null) {
            previous.end(Reason.SESSION_TAKEN_OVER);
        }
        @Nullable Session[] oldest = new @Nullable Session[1];
        byClient.compute(session.client(), (client, known) -> {
            List<Session> sessions = known == null ? new ArrayList<>(1) : known;
            if (previous != null) {
                sessions.remove(previous);
            }
            sessions.add(session);
            oldest[0] = sessions.size() > perClient ? sessions.removeFirst() : null;
            return sessions;
        });
        if (oldest[0] != null) {
            oldest[0].end(Reason.QUOTA_EXCEEDED);
        }
    }

    void remove(Session session) {
        byKey.remove(session.key(), session);
        byClient.computeIfPresent(session.client(), (client, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
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
}
