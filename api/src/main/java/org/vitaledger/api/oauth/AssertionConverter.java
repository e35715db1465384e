package org.vitaledger.api.oauth;

import com.nimbusds.jwt.JWTParser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads client assertions without a {@code client_id} parameter, as SMART Backend Services sends them: the client id is
 * then the assertion's subject, which the check of the assertion confirms.
 */
final class AssertionConverter implements AuthenticationConverter {
    private static final String CLIENT_ID = "client_id";
    private static final String ASSERTION = "client_assertion";

    private final AuthenticationConverter converter = new JwtClientAssertionAuthenticationConverter();

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String assertion = request.getParameter(ASSERTION);
        if (assertion == null || request.getParameter(CLIENT_ID) != null) {
            return null;
        }
        try {
            String subject = JWTParser.parse(assertion).getJWTClaimsSet().getSubject();
            return subject == null ? null : converter.convert(new WithClientId(request, subject));
        } catch (ParseException e) {
            return null;
        }
    }

    private static final class WithClientId extends HttpServletRequestWrapper {
        private final Map<String, String[]> parameters;

        WithClientId(HttpServletRequest request, String clientId) {
            super(request);
            this.parameters = new LinkedHashMap<>(request.getParameterMap());
            this.parameters.put(CLIENT_ID, new String[] {clientId});
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return parameters;
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = parameters.get(name);
            return values == null ? null : values[0];
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return parameters.get(name);
        }
    }
}
