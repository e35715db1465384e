package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.audit.AuditAnchors;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.feed.ReplayOutcome;
import org.vitaledger.api.http.AccessLog;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Refusal;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.core.value.Sequences;
import org.vitaledger.ledger.Ledger;

/** The operator's requests below {@code /ops}, for tokens of the role operator with the scope ops. */
public final class OpsServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final int LINES = 200;
    private static final int REPLAY_SECONDS = 10;
    private static final ReplayOutcome LATER = new ReplayOutcome(ReplayOutcome.What.NOT_NOW, "");

    private final transient View view;
    private final transient Registrar registrar;
    private final transient Operators operators;
    private final transient People people;
    private final transient DecisionPoint decisions;
    private final transient AuditAnchors anchors;

    /**
     * What an operator sees.
     *
     * @param ledger devices and principals
     * @param index which of them there are
     * @param feed the ingest path
     * @param requests how the API was used
     */
    public record View(Ledger ledger, LedgerIndex index, IngestFeed feed, AccessLog requests) {}

    public OpsServlet(View view, Registrar registrar, DecisionPoint decisions, AuditAnchors anchors) {
        this.view = view;
        this.decisions = decisions;
        this.anchors = anchors;
        this.registrar = registrar;
        this.operators = new Operators(view.ledger());
        this.people = new People(registrar, decisions, view.ledger());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        operators.require(request);
        Object answer = switch (String.join("/", segments(request))) {
            case "devices" -> devices();
            case "principals" -> principals();
            case "quarantine" -> quarantine();
            case "gaps" -> gaps();
            case "alerts" -> alerts();
            case "metrics" -> metrics();
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        };
        Answers.json(response, HttpServletResponse.SC_OK, answer);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller operator = operators.require(request);
        JsonBody body = JsonBody.read(request);
        String[] path = segments(request);
        switch (kind(path)) {
            case "devices" -> Answers.json(response, HttpServletResponse.SC_CREATED, enrolDevice(body));
            case "devices/*/bind" -> {
                registrar.bind(
                        id(path[1], DeviceId::parse), body.text("patient").map(OpsServlet::handle));
                Answers.json(response, HttpServletResponse.SC_OK, Map.of("device", path[1]));
            }
            case "devices/*/revoke" -> {
                registrar.revoke(id(path[1], DeviceId::parse));
                Answers.json(response, HttpServletResponse.SC_OK, Map.of("device", path[1]));
            }
            case "principals" -> Answers.json(response, HttpServletResponse.SC_CREATED, people.enrol(operator, body));
            case "principals/*/withdraw" -> {
                people.withdraw(operator, id(path[1], PrincipalId::parse));
                Answers.json(response, HttpServletResponse.SC_OK, Map.of("principal", path[1]));
            }
            case "principals/*/password" -> {
                people.resetPassword(id(path[1], PrincipalId::parse), body);
                Answers.json(response, HttpServletResponse.SC_OK, Map.of("principal", path[1]));
            }
            case "quarantine/*/replay" -> Answers.json(response, HttpServletResponse.SC_OK, replay(path[1]));
            case "audit/loss" -> Answers.json(response, HttpServletResponse.SC_CREATED, recordLoss(operator));
            case "readers" -> Answers.json(response, HttpServletResponse.SC_CREATED, issueReader(body));
            case "readers/*/withdraw" -> {
                if (!view.feed().withdrawAlertReader(path[1])) {
                    throw new RefusedRequest(ApiRefusal.NOT_FOUND);
                }
                Answers.json(response, HttpServletResponse.SC_OK, Map.of("reader", path[1]));
            }
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
    }

    private static String kind(String[] path) {
        return switch (path.length) {
            case 0 -> "";
            case 2 -> path[0] + "/" + path[1];
            case 3 -> path[0] + "/*/" + path[2];
            default -> path[0];
        };
    }

    /** The audit log goes on from what is left; the ledger tells for good that records were lost. */
    private Map<String, Object> recordLoss(Caller operator) {
        AuditHead.Loss loss =
                anchors.recordLoss().orElseThrow(() -> new RefusedRequest(ErrorTable.of(Refusal.NOTHING_LOST)));
        decisions.recordOperation(operator, DecisionPoint.NOBODY, "AuditLog.loss");
        return Map.of("times", loss.times(), "counted", loss.counted(), "kept", loss.kept());
    }

    /** What a device sent is taken in with all its checks; the operator learns no content. */
    private Map<String, Object> replay(String text) {
        long id = id(text, Long::parseLong);
        ReplayOutcome outcome = view.feed()
                .replay(id)
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS))
                .completeOnTimeout(LATER, REPLAY_SECONDS, TimeUnit.SECONDS)
                .join();
        return Map.of("id", id, "outcome", outcome.what().name(), "reason", outcome.reason());
    }

    private Map<String, Object> issueReader(JsonBody body) {
        String name = body.required("name");
        try {
            String credential = view.feed()
                    .issueAlertReader(name)
                    .orElseThrow(() -> new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS));
            return Map.of("reader", name, "credential", credential);
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "name");
        }
    }

    private Map<String, Object> enrolDevice(JsonBody body) {
        VerifyingKey key;
        try {
            Algorithm algorithm = Algorithm.valueOf(body.required("algorithm"));
            key = new VerifyingKey(algorithm, Bytes.parseHex(body.required("key")));
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "key");
        }
        DeviceId device = registrar.enrol(key);
        Map<String, Object> enrolled = new LinkedHashMap<>();
        enrolled.put("device", device.text());
        view.feed().issueCredential(device).ifPresent(credential -> enrolled.put("credential", credential));
        return enrolled;
    }

    private List<Map<String, Object>> devices() {
        State state = view.ledger().snapshot().state();
        return view.index().devices().stream()
                .flatMap(id -> state.device(id).stream())
                .map(OpsServlet::line)
                .toList();
    }

    private static Map<String, Object> line(Device device) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("device", device.id().text());
        line.put("member", device.member().text());
        line.put("algorithm", device.key().algorithm().name());
        line.put("status", device.status().name());
        line.put("patient", device.patient().map(PatientHandle::text).orElse(""));
        line.put("anchoredSequence", device.anchored().highest());
        line.put("lostPacks", device.anchored().lost());
        return line;
    }

    private List<Map<String, Object>> principals() {
        State state = view.ledger().snapshot().state();
        return view.index().principals().stream()
                .flatMap(id -> state.principal(id).stream())
                .map(OpsServlet::line)
                .toList();
    }

    private static Map<String, Object> line(Principal principal) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("principal", principal.id().text());
        line.put("member", principal.member().text());
        line.put("roles", principal.roles().stream().map(Role::name).sorted().toList());
        line.put("patient", principal.self().map(PatientHandle::text).orElse(""));
        line.put("active", principal.active());
        return line;
    }

    private List<Map<String, Object>> quarantine() {
        return view.feed().quarantine(LINES).stream()
                .map(packet -> Map.<String, Object>of(
                        "id",
                        packet.id(),
                        "time",
                        packet.time().toString(),
                        "source",
                        packet.source(),
                        "reason",
                        packet.reason(),
                        "bytes",
                        packet.bytes()))
                .toList();
    }

    private List<Map<String, Object>> gaps() {
        State state = view.ledger().snapshot().state();
        return view.index().devices().stream()
                .flatMap(id -> state.device(id).stream())
                .flatMap(device -> device.anchored().gaps().reversed().stream().map(gap -> line(device, gap)))
                .limit(LINES)
                .toList();
    }

    private static Map<String, Object> line(Device device, Sequences.Gap gap) {
        return Map.of("device", device.id().text(), "first", gap.first(), "last", gap.last());
    }

    /** Alerts without patient and values: an operator reads no clinical content. */
    private List<Map<String, Object>> alerts() {
        return view.feed().alerts(patient -> true, LINES).stream()
                .map(alert -> Map.<String, Object>of(
                        "id", alert.id(),
                        "time", alert.time().toString(),
                        "device", alert.device().text(),
                        "severity", alert.severity().name(),
                        "late", alert.marks().late(),
                        "open", alert.open()))
                .toList();
    }

    private Map<String, Object> metrics() {
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("ingest", new TreeMap<>(view.feed().counters()));
        metrics.put("responses", new TreeMap<>(view.requests().counts()));
        metrics.put("height", view.ledger().snapshot().height());
        metrics.put("entries", view.ledger().snapshot().size());
        return metrics;
    }

    static PatientHandle handle(String text) {
        return id(text, PatientHandle::parse);
    }

    private static <T> T id(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_ID);
        }
    }
}
