package org.vitaledger.node.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.Outcomes;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.node.run.NodeFault.NodeCode;

/** What a refusal of a node, or of something else at its address, is to whoever asked. */
class ApiAnswerTest {
    private HttpServer server;
    private int status;
    private String body = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void passesOnTheCodeTheTextAndTheRemedyOfTheNode() {
        answer(ApiRefusal.STATE_TOO_OLD);
        for (Fault fault : new Fault[] {read(), post(), signIn()}) {
            assertThat(fault).hasMessageContaining("VL-HTTP-050").hasMessageContaining("too old to decide by");
            assertThat(fault.code().remedy())
                    .isEqualTo(ApiRefusal.STATE_TOO_OLD.problem().remedy());
        }
    }

    @Test
    void saysHowToGetAnotherTokenForOneThatDoesNotCount() {
        answer(ApiRefusal.TOKEN_EXPIRED);
        assertThat(read()).hasMessageContaining("VL-HTTP-013").hasMessageContaining("has expired");
        assertThat(read().code().remedy()).contains("vitaledger token");
        body = "";
        assertThat(read().code()).isEqualTo(NodeCode.API_REFUSED);
    }

    @Test
    void doubtsTheAddressWhereSomethingElseThanANodeAnswers() {
        body = "<html>another server</html>";
        for (int other : new int[] {200, 403, 404, 502}) {
            status = other;
            assertThat(read().code()).isEqualTo(NodeCode.API_UNREACHABLE);
            assertThat(post().code()).isEqualTo(NodeCode.API_UNREACHABLE);
            assertThat(signIn().code()).isEqualTo(NodeCode.API_UNREACHABLE);
        }
    }

    @Test
    void letsNoControlCharactersThrough() {
        answer(ApiRefusal.BAD_REQUEST);
        body = body.replace("is not well-formed", "is \\u001b[2J\\n gone");
        assertThat(read().getMessage()).contains("is  [2J  gone").doesNotContain("\u001b", "\n");
    }

    private void answer(ApiRefusal refusal) {
        status = refusal.problem().status();
        body = Outcomes.json(refusal.problem(), Optional.empty());
    }

    private Fault read() {
        return catchThrowableOfType(Fault.class, () -> client().read("/ops/governance", "token"));
    }

    private Fault post() {
        return catchThrowableOfType(Fault.class, () -> client().post("/ops/devices", Map.of(), "token"));
    }

    private Fault signIn() {
        return catchThrowableOfType(Fault.class, () -> new SignIn(base()).token("admin", "a password"));
    }

    private ApiClient client() {
        return new ApiClient(base(), new byte[0], Signatures.platform());
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
