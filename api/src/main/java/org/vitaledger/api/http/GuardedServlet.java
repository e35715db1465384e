package org.vitaledger.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.Problem;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.fault.Fault;

/** A servlet whose refusals, faults and bugs are answered by the error table, never by a stack trace. */
public abstract class GuardedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedServlet.class);

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            super.service(request, response);
        } catch (RefusedRequest e) {
            answer(response, e.problem(), e.subject());
        } catch (Fault e) {
            LOG.error("request failed: {}", e.getMessage());
            answer(response, ErrorTable.of(e), Optional.empty());
        } catch (HttpException.RuntimeException e) {
            boolean large = e.getCode() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
            ApiRefusal refusal = large ? ApiRefusal.TOO_LARGE : ApiRefusal.BAD_REQUEST;
            answer(response, refusal.problem(), Optional.empty());
        } catch (RuntimeException e) {
            LOG.error("request failed by a bug", e);
            answer(response, ApiRefusal.INTERNAL.problem(), Optional.empty());
        }
    }

    /** An answer that has begun can only be cut off. */
    private static void answer(HttpServletResponse response, Problem problem, Optional<String> subject)
            throws IOException {
        if (response.isCommitted()) {
            throw new IOException("cut off: " + problem.code());
        }
        Answers.problem(response, problem, subject);
    }

    /** The segments of the path below the servlet's own; without empty ones. */
    protected static String[] segments(HttpServletRequest request) {
        String path = request.getPathInfo();
        String trimmed = path == null ? "" : path.replaceAll("^/+|/+$", "");
        return trimmed.isEmpty() ? new String[0] : trimmed.split("/");
    }
}
