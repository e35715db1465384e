package org.vitaledger.ledger.hashgraph.engine;

import com.hedera.hapi.node.base.ServiceEndpoint;
import com.hedera.hapi.node.state.roster.Roster;
import com.hedera.hapi.node.state.roster.RosterEntry;
import com.hedera.pbj.runtime.io.buffer.Bytes;
import java.net.InetAddress;
import java.util.List;

/**
 * A node of the network. All nodes have the same weight, because the tlog-policy counts heads.
 *
 * @param id its number, not negative
 * @param host the IPv4 address or name at which the others reach its gossip
 * @param port the port there
 * @param certificate its signing certificate, DER
 */
public record EngineNode(long id, String host, int port, org.vitaledger.core.bytes.Bytes certificate) {
    private static final int IPV4 = 4;

    RosterEntry entry() {
        byte[] address = numeric();
        ServiceEndpoint endpoint = address.length == IPV4
                ? new ServiceEndpoint(Bytes.wrap(address), port, "")
                : new ServiceEndpoint(Bytes.EMPTY, port, host);
        return new RosterEntry(id, 1, Bytes.wrap(certificate.toArray()), List.of(endpoint));
    }

    private byte[] numeric() {
        try {
            return InetAddress.ofLiteral(host).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    static Roster roster(List<EngineNode> nodes) {
        return new Roster(nodes.stream().map(EngineNode::entry).toList());
    }
}
