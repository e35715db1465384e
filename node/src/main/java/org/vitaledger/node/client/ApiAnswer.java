package org.vitaledger.node.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitaledger.api.error.Problem;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.NodeFault.NodeCode;

/** What an answer that refuses a request is to whoever asked: the node's own words where it has them. For any thread. */
final class ApiAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int LONGEST = 500;

    private ApiAnswer() {}

    /** A node refused, and said why. */
    static final class Refused extends Fault {
        private static final long serialVersionUID = 1L;

        private Refused(Told told, Map<String, ?> context) {
            super(told, context, null);
        }
    }

    /** The code, text and remedy of a node's OperationOutcome. */
    private record Told(String id, String text, String remedy) implements Fault.Code {}

    /**
     * The fault for an answer that is not the one asked for.
     *
     * @return the node's own code, text and remedy, but for a token that does not count the command that gets another;
     *     without an OperationOutcome something else than a node answers: VL-NODE-006
     */
    static Fault fault(String api, int status, byte[] body) {
        Map<String, Object> context = Map.of("api", api, "status", status);
        Optional<Told> told = told(body);
        if (told.isPresent()) {
            Told own = told.get();
            return new Refused(
                    status == 401 ? new Told(own.id(), own.text(), NodeCode.API_REFUSED.remedy()) : own, context);
        }
        return new NodeFault(status == 401 ? NodeCode.API_REFUSED : NodeCode.API_UNREACHABLE, context, null);
    }

    private static Optional<Told> told(byte[] body) {
        try {
            JsonNode issue = JSON.readTree(body).path("issue").path(0);
            for (JsonNode coding : issue.path("details").path("coding")) {
                if (coding.path("system").asText().equals(Problem.SYSTEM)) {
                    return Optional.of(new Told(
                            line(coding.path("code")),
                            line(issue.path("details").path("text")),
                            line(issue.path("diagnostics"))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A text for the terminal, which another machine sent. */
    private static String line(JsonNode text) {
        String line = CONTROL.matcher(text.asText()).replaceAll(" ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }
}
