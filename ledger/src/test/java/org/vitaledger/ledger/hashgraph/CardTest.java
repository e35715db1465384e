package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.hiero.base.crypto.CertificateUtils;
import org.hiero.base.crypto.SigningSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.value.Member;
import org.vitaledger.ledger.hashgraph.engine.EngineKeys;
import org.vitaledger.ledger.solo.SoloLedgers;

/** A card with which some could not start is none, whoever voted for it. */
class CardTest {
    private static final Card.Address THERE = new Card.Address("node-1.example", 8481);

    private final Bytes certificate = EngineKeys.generate().der();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "my_host",
                "bad host",
                "h\n1.gossip=evil",
                "\\u000a",
                "a:1",
                "::1",
                "1.2.3.400",
                "-a",
                "a-",
                "a..b"
            })
    void hasAHostThatCanBeReached(String host) {
        assertThatThrownBy(() -> new Card.Address(host, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-3, 0, 65_536, 99_999})
    void hasAPort(int port) {
        assertThatThrownBy(() -> new Card.Address("a.example", port)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNamesAndAddresses() {
        assertThat(new Card.Address("127.0.0.1", 65_535)).hasToString("127.0.0.1:65535");
        assertThat(new Card.Address("a", 1)).hasToString("a:1");
    }

    @Test
    void hasCertificates() {
        for (Bytes wrong :
                List.of(Bytes.of(new byte[3]), Bytes.of(new byte[0]), certificate.plus(Bytes.of(new byte[1])))) {
            assertThatThrownBy(() -> card(1, wrong, certificate)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> card(1, certificate, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysByItsHashAllThatItSays() {
        Member one = card(1, certificate, certificate).member();
        Bytes other = EngineKeys.generate().der();
        assertThat(List.of(
                        card(1, other, certificate).member(),
                        card(1, certificate, other).member(),
                        card(2, certificate, certificate).member(),
                        new Card(keys(7, 1), THERE, certificate, THERE, certificate).member(),
                        new Card(keys(1, 7), THERE, certificate, THERE, certificate).member(),
                        new Card(World.member(World.memberId(1)), THERE, certificate, address(9), certificate).member(),
                        new Card(World.member(World.memberId(1)), address(9), certificate, THERE, certificate)
                                .member()))
                .extracting(Member::card)
                .doesNotContain(one.card())
                .doesNotHaveDuplicates();
        assertThat(card(1, certificate, certificate).member()).isEqualTo(one);
    }

    /** The engine knows members by the names in their certificates. */
    @Test
    void hasNoNameOfAnothersCertificate() throws Exception {
        Card one = card(1, certificate, certificate);
        Bytes other = EngineKeys.generate().der();
        assertThat(card(2, sameName(), other).isBeside(one)).isFalse();
        assertThat(card(2, other, certificate).isBeside(one)).isFalse();
        assertThat(card(2, EngineKeys.generate().der(), other).isBeside(one)).isTrue();
        assertThatThrownBy(
                        () -> new Cards(SoloLedgers.KEYS.log().verifierKey(), List.of(one, card(2, sameName(), other))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Of another key than {@link #certificate}. */
    private Bytes sameName() throws Exception {
        String name = ((X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate.toArray())))
                .getSubjectX500Principal()
                .getName();
        KeyPair key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        X509Certificate made = CertificateUtils.generateCertificate(
                name, key, name, key, new SecureRandom(), SigningSchema.ED25519.getSigningAlgorithm());
        return Bytes.of(made.getEncoded());
    }

    @Test
    void isReadAsItWasWritten(@TempDir Path folder) throws Exception {
        Cards cards = new Cards(
                SoloLedgers.KEYS.log().verifierKey(),
                List.of(
                        card(1, certificate, certificate),
                        card(
                                2,
                                EngineKeys.generate().der(),
                                EngineKeys.generate().der())));
        Path file = folder.resolve("network.properties");
        NetworkFile.write(file, cards);
        assertThat(NetworkFile.read(file)).isEqualTo(cards);
        Files.writeString(file, Files.readString(file).replace("node-1.example:8481", "h\\n1.gossip\\=e:1"));
        assertThatThrownBy(() -> NetworkFile.read(file)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Card.Address address(int port) {
        return new Card.Address("node-1.example", port);
    }

    private static Card card(int member, Bytes gossip, Bytes tls) {
        return new Card(World.member(World.memberId(member)), THERE, gossip, THERE, tls);
    }

    private static Member keys(int ed25519, int mlDsa44) {
        return new Member(
                World.memberId(1), World.key(Algorithm.ED25519, ed25519), World.key(Algorithm.ML_DSA_44, mlDsa44));
    }
}
