package org.vitaledger.api.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where and how the server listens.
 *
 * @param listen the address; port 0 takes a free one
 * @param tls the certificate; without one the server speaks plain HTTP
 * @param limits how much a client may ask for
 * @param corsOrigins origins whose scripts may call the API; none by default
 * @param console the folder or jar folder with the console's pages, served at {@code /console/}
 */
public record WebConfig(
        InetSocketAddress listen, Optional<Tls> tls, Limits limits, List<String> corsOrigins, Optional<URI> console) {
    public WebConfig {
        corsOrigins = List.copyOf(corsOrigins);
    }
}
