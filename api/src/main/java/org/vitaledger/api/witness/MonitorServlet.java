package org.vitaledger.api.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.ledger.witness.Witness;
import org.vitaledger.ledger.witness.WitnessAnswer;

/** {@code GET /<origin hash>/checkpoint} of C2SP tlog-witness: what was cosigned last for a log. Needs no token. */
final class MonitorServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private final transient Witness witness;

    MonitorServlet(Witness witness) {
        this.witness = witness;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = segments(request);
        if (path.length != 2 || !path[1].equals("checkpoint")) {
            throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
        WitnessAnswer answer = witness.checkpoint(path[0]);
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-cache");
        Answers.bytes(response, answer.contentType(), answer.body().getBytes(UTF_8));
    }
}
