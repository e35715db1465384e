package org.vitaledger.edge.mqtt;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The endpoint's counters. Safe for any thread. */
final class Counters {
    final AtomicInteger connections = new AtomicInteger();
    final LongAdder connected = new LongAdder();
    final LongAdder connectsRefused = new LongAdder();
    final LongAdder publishes = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder protocolErrors = new LongAdder();
    final LongAdder slowReaders = new LongAdder();

    EndpointStats snapshot(long heldBytes) {
        return new EndpointStats(
                connections.get(),
                connected.sum(),
                connectsRefused.sum(),
                publishes.sum(),
                acknowledged.sum(),
                refused.sum(),
                protocolErrors.sum(),
                heldBytes,
                slowReaders.sum());
    }
}
