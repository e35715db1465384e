package org.vitaledger.api.http;

import jakarta.servlet.ServletRequest;
import org.eclipse.jetty.server.Request;

/** The mark of a request whose body did not arrive in time: libraries don't all pass on why they could not read it. */
public final class SlowBody {
    private static final String MARK = SlowBody.class.getName();

    private SlowBody() {}

    static void mark(Request request) {
        request.setAttribute(MARK, true);
    }

    static boolean is(Request request) {
        return request.getAttribute(MARK) != null;
    }

    /** Whether the body of {@code request} did not arrive in time. */
    public static boolean is(ServletRequest request) {
        return request.getAttribute(MARK) != null;
    }
}
