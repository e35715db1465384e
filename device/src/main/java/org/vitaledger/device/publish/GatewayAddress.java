package org.vitaledger.device.publish;

import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where a gateway listens.
 *
 * @param host name or address
 * @param port TCP port
 * @param trust whom to believe to be the gateway; without it the connection isn't encrypted
 */
public record GatewayAddress(String host, int port, Optional<TrustManagerFactory> trust) {
    /** A gateway that is reached without encryption, on this machine. */
    public static GatewayAddress local(int port) {
        return new GatewayAddress("127.0.0.1", port, Optional.empty());
    }
}
