package org.vitaledger.api.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.ledger.witness.Witness;
import org.vitaledger.ledger.witness.WitnessAnswer;

/** {@code POST /add-checkpoint} of C2SP tlog-witness. Needs no token: the checkpoint's signatures are what counts. */
final class WitnessServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private final transient Witness witness;

    WitnessServlet(Witness witness) {
        this.witness = witness;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WitnessAnswer answer = witness.addCheckpoint(request.getInputStream().readAllBytes());
        response.setStatus(answer.status());
        Answers.bytes(response, answer.contentType(), answer.body().getBytes(UTF_8));
    }
}
