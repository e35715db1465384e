package org.vitaledger.edge.mqtt;

import java.util.List;

/** Takes what clients publish, and knows what readers of alerts are told first. Called on event loops: it must not block. */
public interface PublishHandler {
    /**
     * Takes one PUBLISH and answers it exactly once, now or later, from any thread, by {@link Answers} or
     * {@link Publish#answer}. The packets of one connection come in their order.
     */
    void published(Publish publish);

    /** A packet of {@code client} never became a PUBLISH: too large or malformed. The connection is being closed. */
    void rejected(ClientIdentity client, Reason reason);

    /** What a reader of alerts is told on subscribing, as far as its filters match. */
    default List<StandingAlert> standingAlerts() {
        return List.of();
    }
}
