package org.vitaledger.api.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.Interaction;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.fhir.AuditEventId;
import org.vitaledger.api.fhir.DecidedRecords;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.ledger.DeclaredCodes;

/**
 * {@code GET /proofs/observation/ID}, {@code consent/ID}, {@code access/ID} and {@code
 * accesses/PATIENT?from=NUMBER&earlier=COUNT} give
 * proof files, decided and recorded as a read of the thing itself. {@code POST /proofs/verify} checks a proof file under
 * the node's policy.
 */
public final class ProofServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;
    private static final CodeMap CODES = DeclaredCodes.load();

    private final transient DecidedRecords records;
    private final transient Proofs proofs;
    private final String policy;

    /** Proofs of the records that a caller may see, verified under {@code policy} (C2SP tlog-policy). */
    public ProofServlet(DecidedRecords records, Proofs proofs, String policy) {
        this.records = records;
        this.proofs = proofs;
        this.policy = policy;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = segments(request);
        if (path.length != 2) {
            throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
        Caller caller = BearerFilter.caller(request);
        byte[] file = switch (path[0]) {
            case "observation" -> reading(caller, parse(path[1], ReadingId::parse));
            case "consent" -> consent(caller, parse(path[1], ConsentId::parse));
            case "access" -> access(caller, parse(path[1], AuditEventId::parse));
            case "accesses" -> accesses(caller, parse(path[1], PatientHandle::parse), request);
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        };
        response.setHeader("Content-Disposition", "attachment; filename=\"" + path[0] + ".tlog-proof\"");
        Answers.bytes(response, "text/plain;charset=utf-8", file);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"/verify".equals(request.getPathInfo())) {
            throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
        byte[] file = request.getInputStream().readNBytes(TlogProof.MAX_SIZE + 1);
        Verdict verdict = ProofVerifier.verify(file, policy.getBytes(UTF_8), Signatures.platform(), CODES);
        Answers.json(response, HttpServletResponse.SC_OK, told(verdict));
    }

    private byte[] reading(Caller caller, Optional<ReadingId> id) {
        requireScope(caller, "Observation");
        return proofs.reading(records.reading(caller, id, "Observation.proof"));
    }

    private byte[] consent(Caller caller, Optional<ConsentId> id) {
        requireScope(caller, "Consent");
        return proofs.consent(records.consent(caller, id, "Consent.proof").id());
    }

    private byte[] access(Caller caller, Optional<AuditEventId> id) {
        requireScope(caller, "AuditEvent");
        return proofs.access(records.access(caller, id, "AuditEvent.proof"));
    }

    private byte[] accesses(Caller caller, Optional<PatientHandle> patient, HttpServletRequest request) {
        requireScope(caller, "AuditEvent");
        long from = number(request, "from", 1);
        long earlier = number(request, "earlier", 0);
        return proofs.accesses(records.accesses(caller, patient, "AuditEvent.proof"), from, earlier);
    }

    private static long number(HttpServletRequest request, String name, long otherwise) {
        String number = request.getParameter(name);
        if (number != null && !number.matches("[1-9][0-9]{0,17}")) {
            throw new RefusedRequest(ApiRefusal.BAD_VALUE, name);
        }
        return number == null ? otherwise : Long.parseLong(number);
    }

    private static void requireScope(Caller caller, String type) {
        if (!caller.scopes().permits(type, Interaction.READ)) {
            throw new RefusedRequest(ApiRefusal.SCOPE_MISSING);
        }
    }

    private static <T> Optional<T> parse(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> told(Verdict verdict) {
        Map<String, Object> told = new LinkedHashMap<>();
        switch (verdict) {
            case Verdict.Proved proved -> {
                told.put("verified", true);
                told.put("statement", proved.statement().getClass().getSimpleName());
                told.put("origin", proved.checkpoint().origin());
                told.put("size", proved.checkpoint().size());
                told.put("cosigners", proved.cosigners());
            }
            case Verdict.Refuted(var step, var detail) -> {
                told.put("verified", false);
                told.put("step", step.name());
                told.put("detail", detail);
            }
            case Verdict.Unreadable(var step, var detail) -> {
                told.put("verified", false);
                told.put("unreadable", true);
                told.put("step", step.name());
                told.put("detail", detail);
            }
        }
        told.put("verifier", "server");
        return told;
    }
}
