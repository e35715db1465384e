package org.vitaledger.api.oauth;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.core.bytes.Hash;

/** The page that asks for name and password. Works without scripts; loads nothing. */
public final class LoginPage extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:22rem;margin:12vh auto;padding:0 1rem;color:#16202c;
            background:#f4f6f8}h1{font-size:1.4rem}label{display:block;margin:1rem 0 .25rem}
            input{width:100%;box-sizing:border-box;padding:.6rem;font:inherit;border:1px solid #5b6b7c;border-radius:4px}
            button{margin-top:1.5rem;width:100%;padding:.7rem;font:inherit;border:0;border-radius:4px;color:#fff;
            background:#0b5cad}p[role=alert]{color:#a3161b;font-weight:600}
            @media(prefers-color-scheme:dark){body{color:#e6ebf0;background:#12181f}input{background:#1c242d;color:inherit}
            p[role=alert]{color:#ff9a97}}
            """;

    private static final String POLICY = "default-src 'none'; style-src 'sha256-"
            + Hash.sha256(STYLE.getBytes(StandardCharsets.UTF_8)).base64()
            + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String message = "";
        if (request.getParameter("error") != null) {
            message = "<p role=\"alert\">Name or password is wrong. After five wrong ones, wait a minute.</p>";
        }
        CsrfToken csrf = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        response.setHeader("Content-Security-Policy", POLICY);
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(page(message, LoginWay.onward(request), csrf == null ? "" : csrf.getToken()));
    }

    private static String page(String message, String onward, String csrf) {
        return String.format(Locale.ROOT, """
                <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in - VitaLedger</title>
                <meta name="viewport" content="width=device-width,initial-scale=1"><style>%s</style></head><body><main>
                <h1>VitaLedger</h1>%s<form method="post" action="/login">
                <label for="username">Name</label>
                <input id="username" name="username" autocomplete="username" required autofocus>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" required>
                <input type="hidden" name="%s" value="%s">
                <input type="hidden" name="_csrf" value="%s"><button>Sign in</button></form></main></body></html>
                """, STYLE, message, LoginWay.CONTINUE, HtmlUtils.htmlEscape(onward), csrf);
    }
}
