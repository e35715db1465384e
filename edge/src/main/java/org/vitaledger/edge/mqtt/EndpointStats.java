package org.vitaledger.edge.mqtt;

/**
 * What the endpoint did since its start, and holds now.
 *
 * @param connections open now
 * @param connected CONNECT packets accepted
 * @param connectsRefused CONNECT packets refused, and connections that sent none
 * @param publishes PUBLISH packets handed to the handler
 * @param acknowledged answers that accepted
 * @param refused answers that refused
 * @param protocolErrors connections ended for breaking the protocol or a limit
 * @param heldBytes payload bytes that wait for an answer now
 * @param slowReaders connections ended because they did not take what they subscribed to
 */
public record EndpointStats(
        long connections,
        long connected,
        long connectsRefused,
        long publishes,
        long acknowledged,
        long refused,
        long protocolErrors,
        long heldBytes,
        long slowReaders) {}
