package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.LogReader;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.ledger.hashgraph.peer.MemberEndpoint;
import org.vitaledger.ledger.hashgraph.peer.PeerClient;
import org.vitaledger.ledger.log.BlockLog;

/** One member's log is served over TLS, and another's follows it. */
class CatchUpTest {
    @TempDir
    Path directory;

    private Copies copies;
    private MemberEndpoint endpoint;
    private Optional<SignedNote> checkpoint = Optional.empty();

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        copies = new Copies(directory, 2);
        copies.found(0);
        for (int block = 0; block < 30; block++) {
            copies.write(0, block, 1 + 7 * block);
        }
        List<Bytes> pinned =
                copies.cards().all().stream().map(Card::tlsCertificate).toList();
        endpoint = MemberEndpoint.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                copies.keys(0).tls(),
                pinned,
                new Desk());
    }

    @AfterEach
    void close() {
        endpoint.close();
        copies.close();
    }

    private final class Desk implements MemberEndpoint.Desk {
        @Override
        public List<SignedNote> newest() {
            return List.of(copies.log(0).sign(copies.log(0).head()));
        }

        @Override
        public Optional<SignedNote> checkpoint() {
            return checkpoint;
        }

        @Override
        public LogReader log() {
            return copies.log(0).written();
        }

        @Override
        public Optional<byte[]> handover(long roster) {
            return Optional.empty();
        }
    }

    private PeerClient client(CertifiedKey key, Bytes server) {
        return new PeerClient(
                URI.create("https://127.0.0.1:" + endpoint.address().getPort() + "/"), key, List.of(server));
    }

    private PeerClient client() throws IOException, GeneralSecurityException {
        return client(copies.keys(1).tls(), copies.cards().all().getFirst().tlsCertificate());
    }

    private CatchUp.Target head() {
        return new CatchUp.Target(
                copies.log(0).head().size(), copies.log(0).head().root());
    }

    private void catchUp(CatchUp.Target target) throws IOException, GeneralSecurityException, InterruptedException {
        try (PeerClient peer = client()) {
            new CatchUp(copies.log(1), copies.network().roster().policy(), Consortium.SIGNATURES, peer).to(target);
        }
    }

    @Test
    void fetchesEverythingFromNothingAndThenWhatIsNew()
            throws IOException, GeneralSecurityException, InterruptedException {
        BlockLog behind = copies.log(1);
        catchUp(head());
        assertThat(behind.head())
                .usingRecursiveComparison()
                .ignoringFields("state")
                .isEqualTo(copies.log(0).head());
        copies.write(0, 50, 3);
        CatchUp.Target before = head();
        copies.write(0, 60, 300);
        catchUp(before);
        assertThat(behind.head().root()).isEqualTo(before.root());
        catchUp(head());
        assertThat(behind.head().root()).isEqualTo(copies.log(0).head().root());
        assertThat(behind.head().state().map().root())
                .isEqualTo(copies.log(0).head().state().map().root());
    }

    @Test
    void takesNothingThatDoesNotMakeTheAgreedRoot() {
        CatchUp.Target other = new CatchUp.Target(head().size(), Hash.sha256(new byte[] {1}));
        assertThatThrownBy(() -> catchUp(other)).isInstanceOf(CatchUp.WrongAnswer.class);
        assertThat(copies.log(1).head().size()).isZero();
    }

    @Test
    void takesNothingFromAMemberWhoseCheckpointIsNotSignedByTheQuorum() {
        checkpoint = Optional.of(copies.log(0).sign(copies.log(0).head()));
        assertThatThrownBy(() -> catchUp(head())).isInstanceOf(CatchUp.WrongAnswer.class);
        assertThat(copies.log(1).head().size()).isZero();
    }

    @Test
    void tellsWhatItCosignedLast() throws IOException, GeneralSecurityException, InterruptedException {
        try (PeerClient peer = client()) {
            assertThat(peer.newest())
                    .containsExactly(copies.log(0).sign(copies.log(0).head()));
            assertThat(peer.checkpoint()).isEmpty();
        }
    }

    @Test
    void talksToNobodyWithoutAPinnedCertificate() throws IOException, GeneralSecurityException {
        try (PeerClient stranger =
                client(EngineKeys.generate(), copies.cards().all().getFirst().tlsCertificate())) {
            assertThatThrownBy(stranger::newest).isInstanceOf(IOException.class);
        }
        try (PeerClient mistaken =
                client(copies.keys(1).tls(), copies.cards().all().get(1).tlsCertificate())) {
            assertThatThrownBy(mistaken::newest).isInstanceOf(IOException.class);
        }
    }
}
