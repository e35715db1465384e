package org.vitaledger.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.vitaledger.api.auth.ConsoleClient;
import org.vitaledger.api.http.Answers;

/**
 * The way from an authorization request to the login page and back, which the addresses carry: the server keeps nothing for
 * who has not logged in. The only way on from the login page is an authorization request of this server.
 */
final class LoginWay implements AuthenticationEntryPoint {
    /** The parameter of the login page that says how to go on. */
    static final String CONTINUE = "continue";

    static final String LOGIN = "/login";
    private static final String AUTHORIZE = "/oauth2/authorize";
    private static final String HOME = "/";

    private final Set<String> redirectUris;

    LoginWay(ConsoleClient console) {
        this.redirectUris = console.redirectUris();
    }

    /** Sends a person to the login page; a program, and a page that asked for no login page, gets an error in JSON. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        if (!request.getRequestURI().equals(AUTHORIZE)) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"oauth2\"");
            Answers.json(response, HttpServletResponse.SC_UNAUTHORIZED, Map.of("error", "invalid_client"));
        } else if ("none".equals(request.getParameter("prompt"))) {
            refuse(request, response);
        } else {
            String query = Optional.ofNullable(request.getQueryString()).orElse("");
            response.sendRedirect(LOGIN + "?" + CONTINUE + "=" + URLEncoder.encode(AUTHORIZE + "?" + query, UTF_8));
        }
    }

    /** Where a login leads: on, or home if the login page was opened by itself or with another address. */
    static String onward(HttpServletRequest request) {
        String way = Optional.ofNullable(request.getParameter(CONTINUE)).orElse("");
        boolean ours = way.startsWith(AUTHORIZE + "?")
                && way.length() <= AUTHORIZE.length() + 1 + QueryLimit.MAX_QUERY
                && way.chars().allMatch(c -> c > ' ' && c < 0x7f);
        return ours ? way : HOME;
    }

    /** Back to the login page after a wrong password, without losing the way. */
    static String again(HttpServletRequest request) {
        String way = onward(request);
        return LOGIN + "?error" + (way.equals(HOME) ? "" : "&" + CONTINUE + "=" + URLEncoder.encode(way, UTF_8));
    }

    /** The answer that OpenID Connect Core section 3.1.2.6 gives to {@code prompt=none}. */
    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String back = request.getParameter("redirect_uri");
        if (back == null
                || !redirectUris.contains(back)
                || !ConsoleClient.ID.equals(request.getParameter("client_id"))) {
            Answers.json(response, HttpServletResponse.SC_BAD_REQUEST, Map.of("error", "invalid_request"));
            return;
        }
        String state = Optional.ofNullable(request.getParameter("state"))
                .map(text -> "&state=" + URLEncoder.encode(text, UTF_8))
                .orElse("");
        response.sendRedirect(back + "?error=login_required" + state);
    }
}
