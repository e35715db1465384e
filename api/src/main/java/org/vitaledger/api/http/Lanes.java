package org.vitaledger.api.http;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.util.Callback;

/**
 * How requests share the server, so that none that depends on the speed of its client keeps others waiting. Requests without a
 * body have places of their own, and so have those with a body; of each kind one address gets half at most. Health checks
 * need no place, and streams have a {@link StreamLimit}.
 */
final class Lanes {
    private Lanes() {}

    /** Puts the places before a handler. */
    static Handler.Singleton before(Handler inner, Limits limits) {
        return lane(Lanes::hasBody, lane(Lanes::isRead, inner, limits), limits);
    }

    /** Places for requests of a kind, and for each address its share of them. */
    private static Handler.Singleton lane(Predicate<Request> kind, Handler inner, Limits limits) {
        QoSHandler lane = new QoSHandler(inner);
        lane.setMaxRequestCount(limits.concurrentRequests());
        lane.setMaxSuspendedRequestCount(limits.concurrentRequests());
        lane.setMaxSuspend(limits.idle());
        lane.exclude(kind.negate());
        return new AddressShare(kind, limits.requestsPerAddress(), lane);
    }

    private static boolean isRead(Request request) {
        return !hasBody(request) && !isHealth(request) && !isStream(request);
    }

    private static boolean isHealth(Request request) {
        return Request.getPathInContext(request).equals("/health");
    }

    private static boolean isStream(Request request) {
        return Request.getPathInContext(request).equals(StreamLimit.PATH);
    }

    private static boolean hasBody(Request request) {
        return request.getLength() != 0 && !isBodiless(request);
    }

    /** RFC 9112 section 6.3: a request has a body exactly if one of two headers says so. */
    private static boolean isBodiless(Request request) {
        return !request.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
                && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /** Lets one address have so many requests of a kind at once. */
    private static final class AddressShare extends Handler.Wrapper {
        private final Map<String, Integer> underway = new ConcurrentHashMap<>();
        private final Predicate<Request> kind;
        private final int most;

        AddressShare(Predicate<Request> kind, int most, Handler inner) {
            super(inner);
            this.kind = kind;
            this.most = most;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            if (!kind.test(request)) {
                return super.handle(request, response, callback);
            }
            String address = Request.getRemoteAddr(request).toLowerCase(Locale.ROOT);
            int now = underway.merge(address, 1, Integer::sum);
            Request.addCompletionListener(
                    request,
                    ended -> underway.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1));
            if (now > most) {
                Response.writeError(request, response, callback, HttpStatus.TOO_MANY_REQUESTS_429);
                return true;
            }
            return super.handle(request, response, callback);
        }
    }
}
