package org.vitaledger.api.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.Outcomes;
import org.vitaledger.api.error.Problem;

/**
 * Gives every error that the server itself raises an OperationOutcome as its body; never a stack trace. An answer without a
 * body, as 304, passes here as well, and keeps the headers of what it stands for (RFC 9110 section 15.4.5).
 */
final class ProblemHandler implements Request.Handler {
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    private final SecurityHeaders headers;

    ProblemHandler(SecurityHeaders headers) {
        this.headers = headers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (HttpStatus.hasNoBody(response.getStatus())) {
            headers.apply(request, response.getHeaders());
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
            return true;
        }
        if (SlowBody.is(request)) {
            response.setStatus(HttpStatus.REQUEST_TIMEOUT_408);
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        Problem problem = problem(response.getStatus());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/fhir+json;charset=utf-8");
        headers.apply(request, response.getHeaders());
        byte[] body = Outcomes.json(problem, Optional.empty()).getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static Problem problem(int status) {
        ApiRefusal refusal = switch (status) {
            case 403 -> ApiRefusal.ROLE_MISSING;
            case 404 -> ApiRefusal.NO_SUCH_ADDRESS;
            case 405 -> ApiRefusal.METHOD_NOT_ALLOWED;
            case 408 -> ApiRefusal.TOO_SLOW;
            case 406 -> ApiRefusal.NOT_ACCEPTABLE;
            case 413, 414, 431 -> ApiRefusal.TOO_LARGE;
            case 415 -> ApiRefusal.UNSUPPORTED_MEDIA;
            case 429, 503 -> ApiRefusal.OVERLOADED;
            default -> status >= CLIENT_ERRORS && status < SERVER_ERRORS ? ApiRefusal.BAD_REQUEST : ApiRefusal.INTERNAL;
        };
        return refusal.problem();
    }
}
