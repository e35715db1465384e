package org.vitaledger.ledger.hashgraph.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.hashgraph.CertifiedKey;

/**
 * What a member offers to the others: {@code GET /cosignatures}, {@code GET /checkpoint}, and the log as
 * tlog-tiles. Each request is served on a virtual thread; nobody without a pinned certificate gets as far as a request.
 */
public final class MemberEndpoint implements AutoCloseable {
    private static final int NO_BODY = -1;

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Desk desk;

    private static final Pattern HANDOVER = Pattern.compile("/handover/([1-9][0-9]{0,8})");

    /** Who answers. Called by any thread. */
    public interface Desk {
        /** What we cosigned last, and the newest final checkpoint. */
        List<SignedNote> newest();

        /** The newest final checkpoint. */
        Optional<SignedNote> checkpoint();

        /** The log as far as it is written. */
        LogReader log();

        /** What the roster with a number was begun with, an encoded {@link HandoverPack}, if we have it. */
        Optional<byte[]> handover(long roster);
    }

    private MemberEndpoint(HttpsServer server, Desk desk) {
        this.server = server;
        this.desk = desk;
    }

    /**
     * Listens on {@code address}.
     *
     * @param pinned the certificates (DER) of the members
     * @throws IOException if the address can't be listened on
     */
    public static MemberEndpoint open(InetSocketAddress address, CertifiedKey key, Collection<Bytes> pinned, Desk desk)
            throws IOException {
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(PinnedTls.context(key, pinned)) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(PinnedTls.parameters());
            }
        });
        MemberEndpoint endpoint = new MemberEndpoint(server, desk);
        server.createContext("/", endpoint::serve);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (exchange.getRequestMethod() + " " + path) {
                case "GET /cosignatures" -> answer(exchange, NoteBatch.encode(desk.newest()));
                case "GET /checkpoint" -> answer(exchange, desk.checkpoint().map(SignedNote::encode));
                default -> {
                    Matcher handover = HANDOVER.matcher(path);
                    if (exchange.getRequestMethod().equals("GET") && handover.matches()) {
                        answer(exchange, desk.handover(Long.parseLong(handover.group(1))));
                    } else {
                        tile(exchange, path);
                    }
                }
            }
        }
    }

    private void tile(HttpExchange exchange, String path) throws IOException {
        Optional<TileAddress> address = exchange.getRequestMethod().equals("GET") && path.startsWith("/")
                ? TileAddress.parse(path.substring(1))
                : Optional.empty();
        if (address.isEmpty()) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        Bytes tile;
        try {
            tile = desk.log().tile(address.get());
        } catch (IndexOutOfBoundsException e) {
            exchange.sendResponseHeaders(404, NO_BODY);
            return;
        }
        answer(exchange, tile.toArray());
    }

    private static void answer(HttpExchange exchange, Optional<byte[]> body) throws IOException {
        if (body.isPresent()) {
            answer(exchange, body.get());
        } else {
            exchange.sendResponseHeaders(404, NO_BODY);
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, body.length == 0 ? NO_BODY : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
