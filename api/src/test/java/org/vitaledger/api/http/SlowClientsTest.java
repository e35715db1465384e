package org.vitaledger.api.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.fake.RunningApi;

/** Clients that hold requests open, and what is left for everybody else. */
@Timeout(90)
class SlowClientsTest {
    private static final int MANY = 300;
    private static final int PER_ADDRESS = Limits.DEFAULT.connectionsPerAddress();

    private final List<Socket> held = new ArrayList<>();
    private RunningApi api;

    @BeforeEach
    void start(@TempDir Path home) {
        api = RunningApi.start(home);
        api.get("/oauth2/jwks");
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        api.close();
    }

    @Test
    void answersOthersWhileStrangersSendBodiesSlowly() throws Exception {
        for (String path : List.of("/oauth2/token", "/login")) {
            hold(MANY, "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + form(1000));
        }
        answersOthers();
    }

    @Test
    void answersOthersWhileSomebodyWithATokenSendsBodiesSlowly() throws Exception {
        String token = "Authorization: Bearer " + api.token(api.operator) + "\r\n";
        for (String path : List.of("/fhir/Patient", "/ops/devices", "/fhir/Observation/_search")) {
            hold(MANY, "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + token + form(1000));
        }
        answersOthers();
    }

    @Test
    void answersOthersWhileSomebodyHoldsStreams() throws Exception {
        String token = "Authorization: Bearer " + api.token(api.patient) + "\r\n";
        hold(MANY, "GET /alerts/stream HTTP/1.1\r\nHost: x\r\n" + token + "\r\n");
        answersOthers();

        HttpResponse<String> one =
                api.send(api.request("/alerts/stream", api.token(api.patient)).build());
        assertThat(one.statusCode()).isEqualTo(429);
        assertThat(one.headers().firstValue("retry-after")).isPresent();
        assertThat(one.body()).contains("VL-HTTP-064");
        release();
        Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> streams(api.token(api.patient)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void cutsOffABodyThatTakesTooLong(int bytesAtOnce) throws Exception {
        Socket socket = hold("POST /oauth2/token HTTP/1.1\r\nHost: x\r\n" + form(50_000));
        socket.setSoTimeout(60_000);
        long began = System.nanoTime();
        Thread drip = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    socket.getOutputStream().write("x".repeat(bytesAtOnce).getBytes(US_ASCII));
                    java.util.concurrent.locks.LockSupport.parkNanos(
                            Duration.ofMillis(100).toNanos());
                }
            } catch (IOException e) {
                Thread.currentThread().interrupt();
            }
        });
        String answer;
        try {
            answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (SocketException e) {
            answer = "";
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));
        assertThat(answer)
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).startsWith("HTTP/1.1 408"));
        drip.join(Duration.ofSeconds(10));
    }

    /** Who stalls is told so in time, and the connection ends. */
    @Test
    void answers408ToABodyThatStalls(@TempDir Path home) throws Exception {
        Limits limits = new Limits(1 << 20, 256, 4096, Duration.ofSeconds(2), Duration.ofSeconds(5));
        api.close();
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withLimits(limits));
        String patient = "Authorization: Bearer " + api.token(api.patient) + "\r\n";
        String operator = "Authorization: Bearer " + api.token(api.operator) + "\r\n";
        String json = "Content-Type: application/fhir+json\r\nContent-Length: 1000\r\n\r\n{";
        String chunked = "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        for (String request : List.of(
                "POST /oauth2/token HTTP/1.1\r\nHost: x\r\n" + form(1000),
                "POST /login HTTP/1.1\r\nHost: x\r\n" + form(1000),
                "POST /fhir/Consent HTTP/1.1\r\nHost: x\r\n" + patient + json,
                "POST /fhir/Observation/_search HTTP/1.1\r\nHost: x\r\n" + patient + form(1000),
                "POST /proofs/verify HTTP/1.1\r\nHost: x\r\n" + patient + chunked,
                "POST /ops/devices HTTP/1.1\r\nHost: x\r\n" + operator + json)) {
            Socket socket = hold(request);
            socket.setSoTimeout(60_000);
            String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer)
                    .as(request)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("Connection: close")
                    .contains("OperationOutcome", "VL-HTTP-005");
        }
    }

    /** A connection more than an address may hold is closed at once; another address is not concerned. */
    @Test
    void boundsTheConnectionsOfAnAddress() throws Exception {
        for (int i = 0; i < PER_ADDRESS + 20; i++) {
            hold("GET /heal");
        }
        assertThat(isAnswered(from("127.0.0.9"))).isTrue();
        Socket last = held.get(PER_ADDRESS + 19);
        last.setSoTimeout(20_000);
        assertThat(ended(last)).isTrue();
    }

    /** Where all connections are taken by many addresses, those that never asked for anything make way. */
    @Test
    void boundsTheConnectionsOfAllAddresses(@TempDir Path home) throws Exception {
        Limits limits = new Limits(1 << 20, 256, 64, Duration.ofMinutes(5), Duration.ofSeconds(5));
        api.close();
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withLimits(limits));
        Socket reader = from("127.0.0.9");
        assertThat(isAnswered(reader)).isTrue();
        for (int i = 0; i < 4 * limits.connections(); i++) {
            from("127.0.1." + (i % 128));
        }
        assertThat(isAnswered(from("127.0.0.10"))).isTrue();
        assertThat(isAnswered(reader)).isTrue();
        List<Socket> strangers = held.subList(1, held.size() - 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> strangers.stream().filter(this::isOpen).count() < limits.connections());
    }

    @Test
    void answersOthersWhileStrangersDoNotReadTheirAnswers(@TempDir Path home, @TempDir Path pages) throws Exception {
        Files.write(pages.resolve("large.js"), new byte[16 << 20]);
        api.close();
        api = new RunningApi(
                home, InstantSource.system(), RunningApi.Options.defaults().withConsole(pages.toUri()));
        hold(MANY, "GET /console/large.js HTTP/1.1\r\nHost: x\r\n\r\n");
        Socket elsewhere = from("127.0.0.9");
        elsewhere.getOutputStream().write("GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertThat(new String(elsewhere.getInputStream().readNBytes(12), US_ASCII))
                .isEqualTo("HTTP/1.1 200");
    }

    /** Who takes a little now and then is never idle, and still does not hold a place for as long as they like. */
    @Test
    void answersOthersWhileStrangersTakeTheirAnswersSlowly(@TempDir Path home, @TempDir Path pages) throws Exception {
        Files.write(pages.resolve("large.js"), new byte[64 << 20]);
        Limits two = new Limits(1 << 20, 2, 64, Duration.ofSeconds(80), Duration.ofSeconds(5));
        api.close();
        api = new RunningApi(
                home,
                InstantSource.system(),
                RunningApi.Options.defaults().withConsole(pages.toUri()).withLimits(two));
        List<Socket> slow = List.of(from("127.0.0.7"), from("127.0.0.8"));
        for (Socket socket : slow) {
            socket.getOutputStream().write("GET /console/large.js HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            assertThat(isOpen(socket)).isTrue();
        }
        Socket elsewhere = from("127.0.0.9");
        elsewhere.getOutputStream().write("GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> slow.stream().allMatch(this::isOpen)
                        && elsewhere.getInputStream().available() > 0);
        assertThat(new String(elsewhere.getInputStream().readNBytes(12), US_ASCII))
                .isEqualTo("HTTP/1.1 200");
    }

    private Socket from(String address) throws IOException {
        Socket socket = new Socket();
        held.add(socket);
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), api.server.port()));
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean isAnswered(Socket socket) throws IOException {
        socket.getOutputStream().write("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return false;
            }
            answer.append((char) next);
        }
        return answer.toString().startsWith("HTTP/1.1 200");
    }

    private boolean isOpen(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void answersOthers() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String path : List.of("/health", "/fhir/metadata", "/ledger/checkpoint", "/fhir/Observation")) {
                HttpRequest request = api.request(path, api.token(api.other))
                        .timeout(Duration.ofSeconds(10))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    private boolean streams(String token) throws IOException {
        Socket socket = hold("GET /alerts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\n\r\n");
        socket.setSoTimeout(10_000);
        boolean streams = new String(socket.getInputStream().readNBytes(12), US_ASCII).equals("HTTP/1.1 200");
        socket.close();
        return streams;
    }

    private static String form(int length) {
        return "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + length + "\r\n\r\ngrant_type=";
    }

    private void release() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private void hold(int count, String request) throws IOException {
        for (int i = 0; i < count; i++) {
            hold(request);
        }
    }

    private Socket hold(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.server.port());
        held.add(socket);
        try {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
        } catch (SocketException e) {
            // Closed by the server already, which is one of the answers that are looked for.
        }
        return socket;
    }
}
