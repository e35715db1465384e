package org.vitaledger.edge.mqtt;

/** Takes what clients publish. Called on event loops: it must not block. */
public interface PublishHandler {
    /**
     * Takes one PUBLISH and answers it exactly once, now or later, from any thread, by {@link Answers} or
     * {@link Publish#answer}. The packets of one connection come in their order.
     */
    void published(Publish publish);

    /** A packet of {@code client} never became a PUBLISH: too large or malformed. The connection is being closed. */
    void rejected(ClientIdentity client, Reason reason);
}
