package org.vitaledger.ledger.hashgraph.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.hashgraph.CertifiedKey;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;

/** The members' endpoint against strangers, and what it answers to a member. */
class MemberEndpointTest {
    /** The first bytes of a ClientHello: more than nothing, and never enough. */
    private static final byte[] HALF_HELLO = HexFormat.of().parseHex("16030100f4010000f00303");

    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path directory = Path.of("");

    private final List<Socket> sockets = new ArrayList<>();
    private CertifiedKey own;
    private CertifiedKey member;
    private MemberEndpoint endpoint;

    @BeforeEach
    void open() throws IOException, GeneralSecurityException {
        own = key(0);
        member = key(1);
        endpoint = MemberEndpoint.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), own, List.of(member.der()), new Desk());
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        endpoint.close();
    }

    private static final class Desk implements MemberEndpoint.Desk {
        @Override
        public List<SignedNote> newest() {
            return List.of();
        }

        @Override
        public Optional<SignedNote> checkpoint() {
            return Optional.empty();
        }

        @Override
        public LogReader log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> handover(long roster) {
            return Optional.of(new HandoverPack("roster " + roster, new byte[1 << 20]).encode());
        }
    }

    @Test
    void answersAMemberWhileStrangersHoldHalfHandshakesAndEndsThoseInTime() throws Exception {
        for (int i = 0; i < 300; i++) {
            hold("127.0.0." + (2 + i % 3), HALF_HELLO);
        }
        hold("127.0.0.1", new byte[0]);
        try (PeerClient peer = peer(member)) {
            assertThat(peer.newest()).isEmpty();
            assertThat(peer.handover(7).orElseThrow().checkpoint()).isEqualTo("roster 7");
            assertThat(peer.checkpoint()).isEmpty();
        }
        for (Socket socket : sockets) {
            assertThat(ended(socket)).isTrue();
        }
    }

    @Test
    void keepsFewOfOneAddressWaiting() throws Exception {
        for (int i = 0; i < 100; i++) {
            hold("127.0.0.2", HALF_HELLO);
        }
        for (Socket socket : sockets.subList(0, 80)) {
            // Long before its handshake is overdue.
            socket.setSoTimeout(2_000);
            assertThat(ended(socket)).isTrue();
        }
        try (PeerClient peer = peer(member)) {
            assertThat(peer.newest()).isEmpty();
        }
    }

    @Test
    void answersNobodyWithoutAPinnedCertificate() throws Exception {
        try (PeerClient peer = peer(key(2))) {
            assertThatThrownBy(peer::newest).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /cosignatures HTTP/1.1\r\nContent-Length: 100000000\r\n\r\nx",
                "GET /cosignatures HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
                "GET /cosignatures HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /nothing HTTP/1.1\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void refusesAMembersRequestThatIsNoneOfItsOwn(String request) throws Exception {
        assertThat(statusOf(request)).isBetween(400, 499);
    }

    @Test
    void readsNoHeadWithoutEnd() throws Exception {
        assertThat(statusOf("GET /cosignatures HTTP/1.1\r\nX: " + "x".repeat(1 << 20)))
                .isBetween(400, 499);
    }

    /** Written and read once, as a member's. */
    private CertifiedKey key(int node) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("key-" + node);
        EngineKeys.generate().store(file, PASSWORD);
        return CertifiedKey.load(file, PASSWORD);
    }

    /** The status that a member gets, 400 if the endpoint closes without one. */
    private int statusOf(String request) throws Exception {
        try (SSLSocket socket = (SSLSocket) PinnedTls.context(member, List.of(own.der()))
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), endpoint.address().getPort())) {
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                byte[] line = socket.getInputStream().readNBytes(12);
                return line.length < 12 ? 400 : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
            } catch (SocketException | javax.net.ssl.SSLException e) {
                return 400;
            }
        }
    }

    private PeerClient peer(CertifiedKey key) {
        return new PeerClient(
                URI.create("https://127.0.0.1:" + endpoint.address().getPort() + "/"), key, List.of(own.der()));
    }

    private void hold(String from, byte[] first) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(endpoint.address(), 10_000);
        socket.setSoTimeout(15_000);
        sockets.add(socket);
        try {
            socket.getOutputStream().write(first);
        } catch (SocketException e) {
            // Ended already.
        }
    }

    /** Whether the other side ended it, by whatever kind of end. */
    private static boolean ended(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // An alert may come first.
            }
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
