package org.vitaledger.api.proof;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets the scripts of any site read what anybody may read without a token, the public log, so that people can verify with
 * pages that are not ours. For nothing that depends on who asks.
 */
public final class AnyOrigin extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain next)
            throws IOException, ServletException {
        if (!response.containsHeader(ALLOW_ORIGIN)) {
            response.setHeader(ALLOW_ORIGIN, "*");
        }
        next.doFilter(request, response);
    }
}
