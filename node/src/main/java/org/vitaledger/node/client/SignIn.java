package org.vitaledger.node.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.node.run.NodeFault;
import org.vitaledger.node.run.NodeFault.NodeCode;

/**
 * Signs in with a name and a password as the pages do: an authorization code with PKCE (RFC 7636), then a token. No scopes are
 * asked for, so the token has all that the role can use.
 */
public final class SignIn {
    private static final String CLIENT = "console";
    private static final Pattern HIDDEN = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int REDIRECTS = 8;

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .connectTimeout(PATIENCE)
            .build();
    private final String base;

    /** @param base of the API, without a path, as the node prints it */
    public SignIn(String base) {
        this.base = base;
    }

    /**
     * Gets an access token.
     *
     * @throws NodeFault of code SIGN_IN_REFUSED or API_UNREACHABLE
     * @throws org.vitaledger.core.fault.Fault with the node's own code if it says why it gives no page to sign in at
     */
    public String token(String user, String password) {
        String verifier = random();
        String redirect = base + "/console/";
        String challenge = base64url(Hash.sha256(Bytes.utf8(verifier)).toArray());
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("response_type", "code");
        asked.put("client_id", CLIENT);
        asked.put("redirect_uri", redirect);
        asked.put("state", random());
        asked.put("code_challenge", challenge);
        asked.put("code_challenge_method", "S256");
        HttpResponse<String> page = follow(get(base + "/oauth2/authorize?" + form(asked)));
        if (page.statusCode() / 100 != 2 || !HIDDEN.matcher(page.body()).find()) {
            throw ApiAnswer.fault(
                    base, page.statusCode(), Bytes.utf8(page.body()).toArray());
        }
        Map<String, String> login = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            login.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
        }
        login.put("username", user);
        login.put("password", password);
        HttpResponse<String> answer = follow(post(base + "/login", login));
        String code =
                code(answer).orElseThrow(() -> new NodeFault(NodeCode.SIGN_IN_REFUSED, Map.of("api", base), null));
        HttpResponse<String> granted = post(
                base + "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        CLIENT,
                        "redirect_uri",
                        redirect,
                        "code",
                        code,
                        "code_verifier",
                        verifier));
        try {
            String token = new ObjectMapper()
                    .readTree(granted.body())
                    .path("access_token")
                    .asText();
            if (token.isEmpty()) {
                throw new NodeFault(NodeCode.SIGN_IN_REFUSED, Map.of("api", base), null);
            }
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes where the server leads, as far as it leads within itself and not back to the pages. */
    private HttpResponse<String> follow(HttpResponse<String> first) {
        HttpResponse<String> answer = first;
        for (int i = 0;
                i < REDIRECTS && answer.statusCode() / 100 == 3 && code(answer).isEmpty();
                i++) {
            String location = answer.headers().firstValue("Location").orElse("");
            answer = get(URI.create(base).resolve(location).toString());
        }
        return answer;
    }

    private static Optional<String> code(HttpResponse<String> answer) {
        Matcher code = CODE.matcher(answer.headers().firstValue("Location").orElse(""));
        return code.find() ? Optional.of(URLDecoder.decode(code.group(1), StandardCharsets.UTF_8)) : Optional.empty();
    }

    private HttpResponse<String> get(String address) {
        return send(
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).GET());
    }

    private HttpResponse<String> post(String address, Map<String, String> fields) {
        return send(HttpRequest.newBuilder(URI.create(address))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new NodeFault(NodeCode.API_UNREACHABLE, Map.of("api", base), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeFault(NodeCode.API_UNREACHABLE, Map.of("api", base), e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return base64url(bytes);
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
