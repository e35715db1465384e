package org.vitaledger.api.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.vitaledger.api.feed.Alert;
import tools.jackson.databind.json.JsonMapper;

/**
 * One stream of alerts, as server-sent events. {@link #offer} and {@link #stop} may be called by any thread, the rest by the
 * one that serves the request. As many alerts wait as the queue holds; with one more the stream ends and says so.
 */
final class AlertStream {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int WAITING = 256;
    private static final int HEARTBEAT_SECONDS = 10;

    private final Predicate<Alert> maySee;
    private final OutputStream out;
    private final BlockingQueue<Optional<Alert>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Set<String> told = new HashSet<>();
    private volatile boolean overflowed;
    private volatile boolean stopped;

    /** A stream of the alerts that {@code maySee} permits, asked once for each. */
    AlertStream(Predicate<Alert> maySee, OutputStream out) {
        this.maySee = maySee;
        this.out = out;
    }

    /** Takes an alert; never waits. */
    void offer(Alert alert) {
        if (!waiting.offer(Optional.of(alert))) {
            overflowed = true;
        }
    }

    /** Ends the stream. */
    void stop() {
        stopped = true;
        var _ = waiting.offer(Optional.empty());
    }

    /** Sends what is open. */
    void begin(List<Alert> open) throws IOException {
        send(": following\n\n");
        for (Alert alert : open) {
            told.add(alert.id());
            if (maySee.test(alert)) {
                send(event(alert));
            }
        }
    }

    /** Sends what comes, as long as {@code lasts}. */
    void deliver(BooleanSupplier lasts) throws IOException, InterruptedException {
        while (!stopped && lasts.getAsBoolean()) {
            if (overflowed) {
                send("event: overflow\ndata: {}\n\n");
                return;
            }
            Optional<Alert> next = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            Optional<Alert> seen = next == null ? Optional.empty() : next.filter(this::isNew);
            send(seen.filter(maySee).map(AlertStream::event).orElse(": still here\n\n"));
        }
    }

    /** What is open may have come by both ways. */
    private boolean isNew(Alert alert) {
        return !told.remove(alert.id());
    }

    private static String event(Alert alert) {
        return "id: " + alert.id() + "\ndata: " + JSON.writeValueAsString(AlertServlet.line(alert)) + "\n\n";
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
        out.flush();
    }
}
