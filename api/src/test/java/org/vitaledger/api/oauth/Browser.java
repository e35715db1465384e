package org.vitaledger.api.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.fake.RunningApi;
import org.vitaledger.core.bytes.Hash;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A browser with cookies that does not follow redirects, and signs in as the console does. */
final class Browser {
    static final String VERIFIER = "a-verifier-of-forty-three-characters-at-the-least-0";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningApi api;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Browser(RunningApi api) {
        this.api = api;
    }

    /** What the console asks the authorization endpoint for. */
    Map<String, String> authorizeParameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "console");
        parameters.put("redirect_uri", api.server.base() + "/console/");
        parameters.put("scope", "patient/*.rs user/*.rs");
        parameters.put("state", "xyz");
        parameters.put("code_challenge", challenge());
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    private static String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Hash.sha256(VERIFIER.getBytes(UTF_8)).toArray());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)).header("Accept", "text/html"));
    }

    /** Asks for a code with the parameters of the console and more. */
    HttpResponse<String> authorize(Map<String, String> more) throws IOException, InterruptedException {
        Map<String, String> parameters = authorizeParameters();
        parameters.putAll(more);
        return get("/oauth2/authorize?" + form(parameters));
    }

    /** Asks as the pages do in the background, without a login page: the address that answers. */
    String renew() throws IOException, InterruptedException {
        return location(authorize(Map.of("prompt", "none")));
    }

    HttpResponse<String> login(Account account, String password) throws IOException, InterruptedException {
        return login("/login", account, password);
    }

    HttpResponse<String> login(String page, Account account, String password) throws IOException, InterruptedException {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
                .matcher(get(page).body());
        while (hidden.find()) {
            fields.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
        }
        assertThat(fields).containsKey("_csrf");
        fields.put("username", account.login());
        fields.put("password", password);
        return post("/login", fields);
    }

    HttpResponse<String> post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    /** The access token for the code in an address that the authorization endpoint answered with. */
    String token(String location) throws IOException, InterruptedException {
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(location);
        assertThat(code.find()).as(location).isTrue();
        JsonNode answer = JSON.readTree(post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type",
                                "authorization_code",
                                "code",
                                code.group(1),
                                "redirect_uri",
                                api.server.base() + "/console/",
                                "client_id",
                                "console",
                                "code_verifier",
                                VERIFIER))
                .body());
        return answer.path("access_token").asString("");
    }

    /** The names of the cookies that it holds. */
    List<String> cookies() {
        return cookies.getCookieStore().getCookies().stream()
                .map(java.net.HttpCookie::getName)
                .toList();
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("location").orElse("");
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private URI at(String path) {
        return URI.create("http://localhost:" + api.server.port() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
