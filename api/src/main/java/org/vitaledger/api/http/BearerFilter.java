package org.vitaledger.api.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.auth.TokenVerdict;
import org.vitaledger.api.auth.Tokens;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.RefusedRequest;

/** Lets only requests with a valid bearer token (RFC 6750, header only) pass, and those to the open paths. */
public final class BearerFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String CALLER = BearerFilter.class.getName() + ".caller";
    private static final String SCHEME = "Bearer ";

    private final transient Tokens tokens;
    private final Set<String> open;

    /** A filter with the paths that need no token. */
    public BearerFilter(Tokens tokens, Set<String> open) {
        this.tokens = tokens;
        this.open = Set.copyOf(open);
    }

    /**
     * Who calls.
     *
     * @throws RefusedRequest if the request came in without a token
     */
    public static Caller caller(HttpServletRequest request) {
        if (request.getAttribute(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new RefusedRequest(ApiRefusal.TOKEN_MISSING);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        if (open.contains(request.getRequestURI())) {
            next.doFilter(request, response);
            return;
        }
        String header = request.getHeader("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String token = bearer ? header.substring(SCHEME.length()).strip() : "";
        switch (tokens.check(token)) {
            case TokenVerdict.Accepted(Caller caller) -> {
                request.setAttribute(CALLER, caller);
                next.doFilter(request, response);
            }
            case TokenVerdict.Refused(var reason) -> Answers.problem(response, ErrorTable.of(reason), Optional.empty());
        }
    }
}
