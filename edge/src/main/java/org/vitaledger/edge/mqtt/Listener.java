package org.vitaledger.edge.mqtt;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * An address that the endpoint listens on.
 *
 * @param address where; port 0 takes any free one
 * @param tls how, if by TLS
 */
public record Listener(InetSocketAddress address, Optional<Tls> tls) {
    /**
     * TLS 1.3 and 1.2 by the platform.
     *
     * @param context the server's key, and the trust that client certificates must satisfy (see {@link DeviceTrust})
     * @param certificateRequired whether a client without a certificate fails in the handshake; else it may present
     *     per-device credentials
     */
    public record Tls(SSLContext context, boolean certificateRequired) {}

    /** Plain TCP. */
    public static Listener plain(InetSocketAddress address) {
        return new Listener(address, Optional.empty());
    }

    /** TLS. */
    public static Listener tls(InetSocketAddress address, Tls tls) {
        return new Listener(address, Optional.of(tls));
    }
}
