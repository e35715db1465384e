package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;

/**
 * Keys, notes and checkpoints that others made: golang.org/x/mod/sumdb/note, a checkpoint of a Certificate Transparency log
 * with a public witness's cosignature, and filippo.io/torchwood's ML-DSA-44 log.
 */
class PublishedNoteVectorsTest {
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String PETER_SEED = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
    private static final String ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
    private static final String TEXT = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.
            """;
    private static final String PETER_LINE = "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUg"
            + "YN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private static final String ENOCH_LINE = "\u2014 EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+v"
            + "AF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

    private static final String ARCHE = """
            arche2025h1.staging.ct.transparency.dev
            1432088532
            U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

            \u2014 arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllz\
            alApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
            \u2014 arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1\
            bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
            \u2014 remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/\
            zZ0WBxtqB0DrAWfBw==
            """;
    private static final String ARCHE_LOG =
            "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f";
    private static final String REMORA = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2";

    private final Signatures signatures = Signatures.platform();

    @ParameterizedTest
    @ValueSource(strings = {PETER, ENOCH, ARCHE_LOG, REMORA})
    void readsAndWritesVerifierKeys(String text) throws NoteRejected {
        assertThat(VerifierKey.parse(text).text()).isEqualTo(text);
    }

    @Test
    void refusesEveryManglingOfAVerifierKey() {
        for (int from = 0; from < PETER.length(); from++) {
            for (int to = from; to <= PETER.length(); to++) {
                if (to - from < PETER.length()) {
                    assertRefused(PETER.substring(from, to));
                }
            }
            char[] changed = PETER.toCharArray();
            changed[from]++;
            assertRefused(new String(changed));
        }
        assertRefused("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==");
        assertRefused("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        assertRefused(PETER.replace("c74f20a3", "C74F20A3"));
    }

    @Test
    void signsAsTheReferenceImplementation() throws NoteRejected {
        VerifierKey verifierKey = VerifierKey.parse(PETER);
        byte[] prefix = HexFormat.of().parseHex("302e020100300506032b657004220420");
        byte[] pkcs8 = Arrays.copyOf(prefix, prefix.length + 32);
        System.arraycopy(Base64.getDecoder().decode(PETER_SEED), 0, pkcs8, prefix.length, 32);
        SigningKey key = signatures.signingKey(verifierKey.key(), pkcs8);

        NoteSignature signature = new NoteSigner(verifierKey, key, signatures).sign(TEXT, 0);

        assertThat(new SignedNote(TEXT, List.of(signature)).encode())
                .asString(UTF_8)
                .isEqualTo(TEXT + "\n" + PETER_LINE);
    }

    @Test
    void verifiesTheSignaturesOfTheKeysItIsToldOf() throws NoteRejected {
        SignedNote note = SignedNote.parse((TEXT + "\n" + PETER_LINE + ENOCH_LINE).getBytes(UTF_8));

        assertThat(note.text()).isEqualTo(TEXT);
        assertThat(note.check(VerifierKey.parse(PETER), signatures))
                .isEqualTo(new SignatureCheck.Valid(OptionalLong.empty()));
        assertThat(note.check(VerifierKey.parse(ENOCH), signatures))
                .isEqualTo(new SignatureCheck.Valid(OptionalLong.empty()));
        assertThat(note.check(VerifierKey.parse(REMORA), signatures)).isEqualTo(new SignatureCheck.Absent());
    }

    @Test
    void answersInvalidForASignatureWithBytesPutIn() throws NoteRejected {
        String longer = PETER_LINE.substring(0, 60) + "ABCD" + PETER_LINE.substring(60);
        SignedNote note = SignedNote.parse((TEXT + "\n" + PETER_LINE + longer).getBytes(UTF_8));

        assertThat(note.check(VerifierKey.parse(PETER), signatures)).isEqualTo(new SignatureCheck.Invalid());
    }

    @Test
    void acceptsTheCheckpointOfAPublicLogWithItsWitness() throws NoteRejected {
        Policy policy =
                Policy.parse(("log " + ARCHE_LOG + "\nwitness remora " + REMORA + "\nquorum remora\n").getBytes(UTF_8));
        SignedNote note = SignedNote.parse(ARCHE.getBytes(UTF_8));

        PolicyCheck check = policy.check(note, signatures);

        assertThat(check)
                .isEqualTo(new PolicyCheck.Accepted(
                        Checkpoint.parse(note.text()),
                        new Policy.Log(VerifierKey.parse(ARCHE_LOG), Optional.empty()),
                        List.of(new PolicyCheck.Cosignature(policy.witnesses().getFirst(), 0x6a122120L))));
        assertThat(note.encode()).asString(UTF_8).isEqualTo(ARCHE);
    }

    @Test
    void refusesThatCheckpointWithAnotherSize() throws NoteRejected {
        Policy policy = Policy.parse(("log " + ARCHE_LOG + "\nquorum none\n").getBytes(UTF_8));
        SignedNote note =
                SignedNote.parse(ARCHE.replace("1432088532", "1432088533").getBytes(UTF_8));

        assertThat(policy.check(note, signatures))
                .isEqualTo(new PolicyCheck.Refused(
                        PolicyCheck.Reason.BAD_SIGNATURE, "arche2025h1.staging.ct.transparency.dev", List.of()));
    }

    @Test
    void acceptsAnMlDsa44CheckpointOfAnotherImplementation() throws NoteRejected, IOException {
        VerifierKey key = VerifierKey.parse(new String(resource("mldsa-log.vkey"), UTF_8).strip());
        byte[] checkpoint = resource("mldsa-log.checkpoint");
        Policy policy = Policy.parse(("log " + key.text() + "\nquorum none\n").getBytes(UTF_8));

        assertThat(policy.check(SignedNote.parse(checkpoint), signatures)).isInstanceOf(PolicyCheck.Accepted.class);
        String grown = new String(checkpoint, UTF_8).replaceFirst("\n1\n", "\n2\n");
        assertThat(policy.check(SignedNote.parse(grown.getBytes(UTF_8)), signatures))
                .isInstanceOf(PolicyCheck.Refused.class);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PublishedNoteVectorsTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).as(text).isInstanceOf(NoteRejected.class);
    }
}
