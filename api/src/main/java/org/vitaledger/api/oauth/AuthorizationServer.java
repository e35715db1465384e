package org.vitaledger.api.oauth;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;

/**
 * The authorization server as a servlet filter. It takes about a second to wire, so that happens with the first request,
 * or with {@link #warmUp} beforehand. Safe for any thread.
 */
public final class AuthorizationServer implements Filter {
    private final OAuthParts parts;
    private final ServletContext servlets;
    private final ReentrantLock wiring = new ReentrantLock();
    private volatile @Nullable Wired wired;

    private record Wired(AnnotationConfigWebApplicationContext context, Filter chains) {}

    public AuthorizationServer(OAuthParts parts, ServletContext servlets) {
        this.parts = parts;
        this.servlets = servlets;
    }

    /**
     * Wires the server if it is not yet.
     *
     * @throws ApiFault VL-API-006 if it can't be wired
     */
    public void warmUp() {
        chains();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain next)
            throws IOException, ServletException {
        chains().doFilter(request, response, next);
    }

    @Override
    public void destroy() {
        Wired running = wired;
        if (running != null) {
            running.context().close();
        }
    }

    private Filter chains() {
        Wired running = wired;
        if (running != null) {
            return running.chains();
        }
        wiring.lock();
        try {
            running = wired;
            if (running == null) {
                running = wire();
                wired = running;
            }
            return running.chains();
        } finally {
            wiring.unlock();
        }
    }

    private Wired wire() {
        AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
        try {
            context.setServletContext(servlets);
            context.register(SecurityChains.class);
            context.addBeanFactoryPostProcessor(beans -> beans.registerSingleton("oauthParts", parts));
            context.refresh();
            return new Wired(context, context.getBean("springSecurityFilterChain", Filter.class));
        } catch (RuntimeException e) {
            context.close();
            throw new ApiFault(ApiFaultCode.AUTHORIZATION_SERVER, Map.of(), e);
        }
    }
}
