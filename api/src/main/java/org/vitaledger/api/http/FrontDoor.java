package org.vitaledger.api.http;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a browser asks of its own accord: the root leads to the pages, and they have an icon. */
final class FrontDoor extends Handler.Wrapper {
    FrontDoor(Handler inner) {
        super(inner);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return switch (Request.getPathInContext(request)) {
            case "/" -> {
                Response.sendRedirect(request, response, callback, "/console/");
                yield true;
            }
            case "/favicon.ico" -> {
                HttpURI icon = HttpURI.build(request.getHttpURI()).pathQuery("/console/icon.svg");
                yield super.handle(Request.serveAs(request, icon), response, callback);
            }
            default -> super.handle(request, response, callback);
        };
    }
}
