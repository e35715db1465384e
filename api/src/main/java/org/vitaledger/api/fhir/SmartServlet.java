package org.vitaledger.api.fhir;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;

/** Where SMART apps find the authorization server (SMART App Launch 2.2, .well-known/smart-configuration). */
public final class SmartServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    private final String base;

    /** The configuration of a server at an address. */
    public SmartServlet(String base) {
        this.base = base;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("issuer", base);
        configuration.put("jwks_uri", base + "/oauth2/jwks");
        configuration.put("authorization_endpoint", base + "/oauth2/authorize");
        configuration.put("token_endpoint", base + "/oauth2/token");
        configuration.put("introspection_endpoint", base + "/oauth2/introspect");
        configuration.put("revocation_endpoint", base + "/oauth2/revoke");
        configuration.put("grant_types_supported", List.of("authorization_code", "client_credentials"));
        configuration.put("response_types_supported", List.of("code"));
        configuration.put("code_challenge_methods_supported", List.of("S256"));
        configuration.put(
                "token_endpoint_auth_methods_supported", List.of("none", "client_secret_basic", "private_key_jwt"));
        configuration.put("scopes_supported", List.of("patient/*.cruds", "user/*.cruds", "system/*.rs"));
        configuration.put(
                "capabilities",
                List.of(
                        "client-public",
                        "client-confidential-asymmetric",
                        "context-standalone-patient",
                        "permission-patient",
                        "permission-user",
                        "permission-v2"));
        Answers.json(response, HttpServletResponse.SC_OK, configuration);
    }
}
