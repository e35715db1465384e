package org.vitaledger.ledger.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.zip.GZIPOutputStream;
import org.vitaledger.core.merkle.TileAddress;
import org.vitaledger.core.note.SignedNote;

/** Serves a log as C2SP tlog-tiles on a port of its own, honestly or not. */
public final class LogServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile GrowingLog log = new GrowingLog();
    private volatile byte[] checkpoint = {};
    private volatile BiFunction<String, byte[], byte[]> tamper = (path, content) -> content;
    private volatile Mode mode = Mode.ORDINARY;

    /** How it answers. */
    public enum Mode {
        ORDINARY,
        /** Everything but the checkpoint is packed, without being asked. */
        GZIP,
        /** Partial tiles are gone where there are full ones. */
        FULL_TILES_ONLY,
        /** Takes the request and never answers. */
        SILENT,
        /** Sends the head of an answer, then nothing. */
        HANGING,
        /** Sends bytes without end. */
        ENDLESS,
        /** Sends few bytes that unpack to very many. */
        BOMB
    }

    public LogServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/log");
    }

    public LogServer show(GrowingLog shown, SignedNote note) {
        log = shown;
        checkpoint = note.encode();
        return this;
    }

    public LogServer show(byte[] content) {
        checkpoint = content.clone();
        return this;
    }

    /** Changes the content at a path below the log's prefix. */
    public void tamper(BiFunction<String, byte[], byte[]> change) {
        tamper = change;
    }

    public void mode(Mode next) {
        mode = next;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().replaceFirst("/log/", "");
            switch (mode) {
                case SILENT -> end.await();
                case HANGING -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    end.await();
                }
                case ENDLESS -> endless(exchange);
                case BOMB -> send(exchange, true, new byte[64 << 20]);
                case ORDINARY, GZIP, FULL_TILES_ONLY -> ordinary(exchange, path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        byte[] part = new byte[1 << 16];
        while (end.getCount() > 0) {
            out.write(part);
        }
    }

    private void ordinary(HttpExchange exchange, String path) throws IOException {
        boolean dropped = mode == Mode.FULL_TILES_ONLY
                && path.contains(".p/")
                && TileAddress.parse(path.replaceFirst("\\.p/.*", ""))
                        .flatMap(log::served)
                        .isPresent();
        Optional<byte[]> content = path.equals("checkpoint")
                ? Optional.of(checkpoint)
                : TileAddress.parse(path).filter(_ -> !dropped).flatMap(log::served);
        if (content.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        send(exchange, mode == Mode.GZIP && !path.equals("checkpoint"), tamper.apply(path, content.get()));
    }

    private static void send(HttpExchange exchange, boolean packed, byte[] content) throws IOException {
        byte[] sent = content;
        if (packed) {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            }
            sent = out.toByteArray();
        }
        exchange.sendResponseHeaders(200, sent.length);
        exchange.getResponseBody().write(sent);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
