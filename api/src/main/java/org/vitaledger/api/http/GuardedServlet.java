package org.vitaledger.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.Problem;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.fault.Fault;

/**
 * A servlet whose refusals, faults and bugs are answered by the error table, never by a stack trace. It knows the methods that
 * its class has, and OPTIONS; TRACE, which would send back what a client keeps secret, is none of them.
 */
public abstract class GuardedServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(GuardedServlet.class);

    private final transient Set<String> methods = methods(getClass());

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            if (methods.contains(request.getMethod())) {
                super.service(request, response);
            } else {
                response.setHeader("Allow", allowed());
                answer(response, ApiRefusal.METHOD_NOT_ALLOWED.problem(), Optional.empty());
            }
        } catch (IOException e) {
            if (!SlowBody.is(request)) {
                throw e;
            }
            answer(response, ApiRefusal.TOO_SLOW.problem(), Optional.empty());
        } catch (RuntimeException e) {
            failed(SlowBody.is(request) ? new RefusedRequest(ApiRefusal.TOO_SLOW) : e, response);
        }
    }

    private static void failed(RuntimeException thrown, HttpServletResponse response) throws IOException {
        switch (thrown) {
            case RefusedRequest e -> answer(response, e.problem(), e.subject());
            case Fault e -> {
                LOG.error("request failed: {}", e.getMessage());
                answer(response, ErrorTable.of(e), Optional.empty());
            }
            case HttpException.RuntimeException e -> {
                boolean large = e.getCode() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
                ApiRefusal refusal = large ? ApiRefusal.TOO_LARGE : ApiRefusal.BAD_REQUEST;
                answer(response, refusal.problem(), Optional.empty());
            }
            default -> {
                LOG.error("request failed by a bug", thrown);
                answer(response, ApiRefusal.INTERNAL.problem(), Optional.empty());
            }
        }
    }

    @Override
    protected final void doOptions(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Allow", allowed());
    }

    private String allowed() {
        return String.join(", ", methods);
    }

    private static Set<String> methods(Class<?> servlet) {
        Set<String> methods = new LinkedHashSet<>();
        for (Class<?> type = servlet; type != GuardedServlet.class; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                switch (method.getName()) {
                    case "doGet" -> methods.addAll(List.of("GET", "HEAD"));
                    case "doPost" -> methods.add("POST");
                    case "doPut" -> methods.add("PUT");
                    case "doDelete" -> methods.add("DELETE");
                    default -> {}
                }
            }
        }
        methods.add("OPTIONS");
        return methods;
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
