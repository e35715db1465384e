package org.vitaledger.api.witness;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.vitaledger.api.http.Health;
import org.vitaledger.api.http.HealthServlet;
import org.vitaledger.api.http.Limits;
import org.vitaledger.api.http.WebConfig;
import org.vitaledger.api.http.WebServer;
import org.vitaledger.ledger.witness.Witness;

/**
 * A witness that answers on a port: {@code /add-checkpoint}, what it cosigned for monitors, and {@code /health}. The witness
 * stays the caller's.
 */
public final class WitnessServer implements AutoCloseable {
    private final WebServer web;

    private WitnessServer(WebServer web) {
        this.web = web;
    }

    /**
     * Starts; it answers when this returns. It speaks plain HTTP: what it answers is signed, and TLS is for a proxy before
     * it.
     *
     * @param listen the address; port 0 takes a free one
     * @throws org.vitaledger.api.fault.ApiFault VL-API-004 if the port can't be opened
     */
    public static WitnessServer start(InetSocketAddress listen, Witness witness) {
        WebServer web =
                WebServer.open(new WebConfig(listen, Optional.empty(), Limits.DEFAULT, List.of(), Optional.empty()));
        web.start(mounts -> mounts.servlet("/add-checkpoint", new WitnessServlet(witness))
                .servlet("/*", new MonitorServlet(witness))
                .servlet("/health", new HealthServlet(new Health())));
        return new WitnessServer(web);
    }

    /** The port in use. */
    public int port() {
        return web.port();
    }

    /** Lets requests in progress end, then stops. */
    @Override
    public void close() {
        web.close();
    }
}
