package org.vitaledger.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.api.http.Health.Part;

/**
 * Tells whoever watches the node whether all of it works: 200 and {@code up}, or 503 and {@code down}, with each part and
 * for one that is down its code and remedy.
 */
public final class HealthServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private final transient Health health;

    public HealthServlet(Health health) {
        this.health = health;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<Part> parts = health.parts();
        boolean up = parts.stream().allMatch(part -> part.fault().isEmpty());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("status", status(up));
        answer.put("components", parts.stream().map(HealthServlet::describe).toList());
        Answers.json(response, up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE, answer);
    }

    private static Map<String, Object> describe(Part part) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", part.name());
        described.put("status", status(part.fault().isEmpty()));
        part.fault().ifPresent(fault -> {
            described.put("code", fault.code().id());
            described.put("text", fault.code().text());
            described.put("remedy", fault.code().remedy());
        });
        return described;
    }

    private static String status(boolean up) {
        return up ? "up" : "down";
    }
}
