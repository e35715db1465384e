package org.vitaledger.api.oauth;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.Problem;
import org.vitaledger.api.http.Answers;

/**
 * Refuses requests to the authorization server that are larger than any honest one: what they carry is kept while a code
 * waits to be redeemed. Authorization requests come as GET.
 */
public final class QueryLimit extends HttpFilter {
    private static final long serialVersionUID = 1L;

    /** The most characters of an authorization request's query. */
    static final int MAX_QUERY = 2048;

    /** The login page carries such a request, escaped once more. */
    private static final int MAX_LOGIN_QUERY = 3 * MAX_QUERY;

    private static final String AUTHORIZE = "/oauth2/authorize";
    private static final int URI_TOO_LONG = 414;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        String query = request.getQueryString();
        int most = request.getRequestURI().equals(LoginWay.LOGIN) ? MAX_LOGIN_QUERY : MAX_QUERY;
        boolean form = request.getMethod().equals("POST");
        if (query != null && query.length() > most) {
            Problem large = ApiRefusal.TOO_LARGE.problem();
            Answers.problem(
                    response,
                    new Problem(URI_TOO_LONG, large.type(), large.code(), large.text(), large.remedy()),
                    Optional.empty());
        } else if (form && request.getRequestURI().equals(AUTHORIZE)) {
            response.setHeader("Allow", "GET");
            Answers.problem(response, ApiRefusal.METHOD_NOT_ALLOWED.problem(), Optional.empty());
        } else {
            next.doFilter(request, response);
        }
    }
}
