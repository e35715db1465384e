package org.vitaledger.api.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.Interaction;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.feed.Alert;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;
import tools.jackson.databind.json.JsonMapper;

/**
 * Alerts with their values, for patients and those with a consent that covers everything: {@code GET /alerts} lists the
 * newest, {@code GET /alerts/stream} goes on with server-sent events. Every alert in a stream is decided and recorded
 * anew, so a revoked consent ends it (INV-007); the stream ends with its token.
 */
public final class AlertServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NEWEST = 100;
    private static final int WAITING = 256;
    private static final int HEARTBEAT_SECONDS = 10;

    private final transient DecisionPoint decisions;
    private final transient IngestFeed feed;
    private final transient InstantSource clock;
    private final transient Set<BlockingQueue<Optional<Alert>>> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public AlertServlet(DecisionPoint decisions, IngestFeed feed, InstantSource clock) {
        this.decisions = decisions;
        this.feed = feed;
        this.clock = clock;
    }

    /** Ends all streams. */
    public void stop() {
        stopped = true;
        streams.forEach(stream -> stream.offer(Optional.empty()));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = BearerFilter.caller(request);
        if (!caller.scopes().permits("Observation", Interaction.SEARCH)) {
            throw new RefusedRequest(ApiRefusal.SCOPE_MISSING);
        }
        switch (String.join("/", segments(request))) {
            case "" -> Answers.json(response, HttpServletResponse.SC_OK, newest(caller));
            case "stream" -> stream(caller, response);
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
    }

    private List<Map<String, Object>> newest(Caller caller) {
        List<Alert> newest = feed.alerts(NEWEST);
        Set<PatientHandle> concerned = newest.stream().map(Alert::patient).collect(Collectors.toSet());
        Set<PatientHandle> permitted = decisions.everybody(caller, Optional.of(concerned), "Alert.search").stream()
                .filter(Grant::coversEverything)
                .map(Grant::patient)
                .collect(Collectors.toSet());
        return newest.stream()
                .filter(alert -> permitted.contains(alert.patient()))
                .map(AlertServlet::line)
                .toList();
    }

    private void stream(Caller caller, HttpServletResponse response) throws IOException {
        decisions.everybody(caller, Optional.of(Set.of()), "Alert.subscribe");
        BlockingQueue<Optional<Alert>> waiting = new ArrayBlockingQueue<>(WAITING);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("utf-8");
        AutoCloseable subscription = feed.follow(alert -> waiting.offer(Optional.of(alert)));
        streams.add(waiting);
        try {
            deliver(caller, waiting, response.getOutputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(waiting);
            end(subscription);
        }
    }

    private void deliver(Caller caller, BlockingQueue<Optional<Alert>> waiting, ServletOutputStream out)
            throws IOException, InterruptedException {
        out.write(": following\n\n".getBytes(UTF_8));
        out.flush();
        while (!stopped && clock.instant().isBefore(caller.expires())) {
            Optional<Alert> next = waiting.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            out.write(event(caller, next == null ? Optional.empty() : next));
            out.flush();
        }
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("a feed's subscription does not close", e);
        }
    }

    private byte[] event(Caller caller, Optional<Alert> alert) {
        boolean permitted = alert.isPresent()
                && decisions.everybody(caller, Optional.of(Set.of(alert.get().patient())), "Alert.read").stream()
                        .anyMatch(grant -> grant.patient().equals(alert.get().patient()) && grant.coversEverything());
        String text = permitted
                ? "id: " + alert.get().id() + "\ndata: " + JSON.writeValueAsString(line(alert.get())) + "\n\n"
                : ": still here\n\n";
        return text.getBytes(UTF_8);
    }

    private static Map<String, Object> line(Alert alert) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", alert.id());
        line.put("time", alert.time().toString());
        line.put("patient", alert.patient().text());
        line.put("device", alert.device().text());
        line.put("rule", alert.rule());
        line.put("severity", alert.severity().name());
        line.put("text", alert.text());
        return line;
    }
}
