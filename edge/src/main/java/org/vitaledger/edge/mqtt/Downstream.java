package org.vitaledger.edge.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What is published to one client, in its order. A client that does not keep up is given away, but for the alerts that
 * were open when it subscribed: they may be more than a socket takes at once, and wait. For one event loop.
 */
final class Downstream {
    private static final int MOST_WAITING = 65_536;

    private final Outbound out;
    private final Dialect dialect;
    private final Queue<MqttMessage> waiting = new ArrayDeque<>();

    Downstream(Outbound out, Dialect dialect) {
        this.out = out;
        this.dialect = dialect;
    }

    /** Sends the alerts that match a filter, now or when there is room. */
    void tell(List<StandingAlert> standing, String filter) {
        for (StandingAlert alert : standing) {
            Topics.alertTopic(filter, alert.device())
                    .filter(topic -> dialect.takes(topic, alert.payload()) && waiting.size() < MOST_WAITING)
                    .ifPresent(topic -> waiting.add(Dialect.publish(topic, alert.payload())));
        }
        writable();
    }

    /** Sends something now, or behind what waits; false if the client does not keep up. */
    boolean offer(String topic, byte[] payload) {
        boolean waits = !waiting.isEmpty();
        if (waits ? waiting.size() >= MOST_WAITING : !out.writable()) {
            return false;
        }
        waiting.add(Dialect.publish(topic, payload));
        writable();
        return true;
    }

    /** There may be room. */
    void writable() {
        while (out.writable() && !waiting.isEmpty()) {
            out.send(waiting.remove());
        }
    }

    /** The client is gone. */
    void close() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
