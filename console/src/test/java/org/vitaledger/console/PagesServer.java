package org.vitaledger.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/** Serves the pages alone, at a port of its own. */
final class PagesServer implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final HttpServer server;

    PagesServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/console/", PagesServer::answer);
        server.start();
    }

    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/console/";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String name = exchange.getRequestURI().getPath().substring("/console/".length());
        String file = name.isEmpty() ? "index.html" : name;
        try (InputStream in = URI.create(ConsolePages.folder() + file).toURL().openStream()) {
            byte[] content = in.readAllBytes();
            exchange.getResponseHeaders()
                    .set("Content-Type", TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), "text/plain"));
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        } catch (FileNotFoundException e) {
            exchange.sendResponseHeaders(404, -1);
        } finally {
            exchange.close();
        }
    }
}
