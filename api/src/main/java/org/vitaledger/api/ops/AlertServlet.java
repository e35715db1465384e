package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.Interaction;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.feed.Alert;
import org.vitaledger.api.feed.AlertFeed;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;

/**
 * Alerts with their values, for patients and those with a consent that covers everything. {@code GET /alerts} lists the
 * newest that the caller may see, at most {@code _count} and of one patient if {@code patient} names one.
 * {@code GET /alerts/stream} begins with those that are open and goes on with server-sent events. Every alert in a stream
 * is decided and recorded anew, so a revoked consent ends it (INV-007); the stream ends with its token, and with the event
 * {@code overflow} if the client does not keep up: none is left out in silence.
 */
public final class AlertServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final int NEWEST = 100;
    private static final Set<String> PARAMETERS = Set.of("patient", "_count");

    private final transient DecisionPoint decisions;
    private final transient AlertFeed feed;
    private final transient InstantSource clock;
    private final transient Set<AlertStream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    public AlertServlet(DecisionPoint decisions, AlertFeed feed, InstantSource clock) {
        this.decisions = decisions;
        this.feed = feed;
        this.clock = clock;
    }

    /** Ends all streams. */
    public void stop() {
        stopped = true;
        streams.forEach(AlertStream::stop);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = BearerFilter.caller(request);
        if (!caller.scopes().permits("Observation", Interaction.SEARCH)) {
            throw new RefusedRequest(ApiRefusal.SCOPE_MISSING);
        }
        switch (String.join("/", segments(request))) {
            case "" -> Answers.json(response, HttpServletResponse.SC_OK, newest(caller, request));
            case "stream" -> stream(caller, response);
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
    }

    /** First who may be seen, then the newest of those: what is forbidden takes nobody's place (INV-010). */
    private List<Map<String, Object>> newest(Caller caller, HttpServletRequest request) {
        request.getParameterMap().keySet().stream()
                .filter(name -> !PARAMETERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedRequest(ApiRefusal.UNKNOWN_PARAMETER);
                });
        int count = count(request.getParameterValues("_count"));
        String[] named = request.getParameterValues("patient");
        List<Grant> grants = named == null
                ? decisions.everybody(caller, Optional.of(feed.alerted()), "Alert.search")
                : List.of(decisions.named(caller, patient(named), "Alert.search"));
        Set<PatientHandle> permitted = grants.stream()
                .filter(Grant::coversEverything)
                .map(Grant::patient)
                .collect(Collectors.toSet());
        return feed.alerts(permitted::contains, count).stream()
                .map(AlertServlet::line)
                .toList();
    }

    private static PatientHandle patient(String[] values) {
        try {
            if (values.length == 1) {
                return PatientHandle.parse(values[0]);
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, "patient");
        }
        throw new RefusedRequest(ApiRefusal.BAD_VALUE, "patient");
    }

    /** As FHIR has it: a larger number than the server gives at once is that many. */
    private static int count(String @Nullable [] values) {
        if (values == null) {
            return NEWEST;
        }
        if (values.length != 1 || !values[0].matches("[0-9]{1,9}") || values[0].matches("0+")) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, "_count");
        }
        return Math.min(Integer.parseInt(values[0]), NEWEST);
    }

    private void stream(Caller caller, HttpServletResponse response) throws IOException {
        decisions.everybody(caller, Optional.of(Set.of()), "Alert.subscribe");
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("utf-8");
        AlertStream stream = new AlertStream(alert -> maySee(caller, alert), response.getOutputStream());
        AutoCloseable subscription = feed.follow(stream::offer);
        streams.add(stream);
        try {
            if (!stopped) {
                stream.begin(feed.openAlerts());
                stream.deliver(() -> clock.instant().isBefore(caller.expires()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            streams.remove(stream);
            end(subscription);
        }
    }

    private static void end(AutoCloseable subscription) {
        try {
            subscription.close();
        } catch (Exception e) {
            throw new IllegalStateException("a feed's subscription does not close", e);
        }
    }

    private boolean maySee(Caller caller, Alert alert) {
        return decisions.everybody(caller, Optional.of(Set.of(alert.patient())), "Alert.read").stream()
                .anyMatch(grant -> grant.patient().equals(alert.patient()) && grant.coversEverything());
    }

    static Map<String, Object> line(Alert alert) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", alert.id());
        line.put("time", alert.time().toString());
        line.put("raised", alert.raised().toString());
        line.put("patient", alert.patient().text());
        line.put("device", alert.device().text());
        line.put("rule", alert.rule());
        line.put("severity", alert.severity().name());
        line.put("text", alert.text());
        line.put("late", alert.marks().late());
        line.put("ahead", alert.marks().ahead());
        line.put("open", alert.open());
        return line;
    }
}
