package org.vitaledger.ledger.hashgraph.engine;

import java.nio.file.Path;
import java.util.List;
import org.vitaledger.ledger.hashgraph.CertifiedKey;

/**
 * What an engine is started with.
 *
 * @param directory where it keeps its events and states; made if absent
 * @param self the number of our node
 * @param nodes all nodes that order from now on, ours too
 * @param roster the number of the roster that these are
 * @param key what our node signs its events with
 * @param bind the address that gossip listens on, for example {@code 127.0.0.1}
 * @param eventsPerSecond the most events that our node makes per second
 * @param payloadBytes the most bytes in a payload
 */
public record EngineOptions(
        Path directory,
        long self,
        List<EngineNode> nodes,
        long roster,
        CertifiedKey key,
        String bind,
        int eventsPerSecond,
        int payloadBytes) {
    public EngineOptions {
        nodes = List.copyOf(nodes);
    }

    EngineNode node() {
        return nodes.stream().filter(node -> node.id() == self).findFirst().orElseThrow();
    }
}
