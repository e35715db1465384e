package org.vitaledger.api.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;

/** Where servlets and filters are put before the server starts. For the thread that builds the server. */
public final class Mounts {
    private final ServletContextHandler context;

    Mounts(ServletContextHandler context) {
        this.context = context;
    }

    /** Puts a servlet at a path; it is initialised by its first request. */
    public Mounts servlet(String path, HttpServlet servlet) {
        context.addServlet(new ServletHolder(servlet), path);
        return this;
    }

    /** Puts a filter before the servlets of some paths; filters run in the order in which they are put. */
    public Mounts filter(Filter filter, String... paths) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        for (String path : paths) {
            context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
        }
        return this;
    }

    /** The context that the servlets share. */
    public ServletContext context() {
        return context.getServletContext();
    }
}
