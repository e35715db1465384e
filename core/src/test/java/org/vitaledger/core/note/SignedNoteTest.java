package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.Signatures;

class SignedNoteTest {
    private static final String DASH = "\u2014 ";
    private static final String LINE = DASH + "key AAAAAQI=\n";
    private static final Hash ROOT = TreeHash.leaf(new byte[] {1});

    private final Signatures signatures = Signatures.platform();

    @Test
    void readsTheExamplesOfTheSpecifications() throws NoteRejected {
        for (String note : List.of(
                "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned \u00e8 subito sera.\n\n"
                        + DASH + "quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKON"
                        + "rMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n",
                "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
                        + DASH + "example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
                        + "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
                        + DASH + "witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dl"
                        + "rDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n")) {
            assertThat(SignedNote.parse(note.getBytes(UTF_8)).encode())
                    .asString(UTF_8)
                    .isEqualTo(note);
        }
    }

    static Stream<Arguments> malformedNotes() {
        return Stream.of(
                Arguments.of(Reason.WRONG_STRUCTURE, ""),
                Arguments.of(Reason.WRONG_STRUCTURE, "text\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, "text\n\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, "text\n" + LINE),
                Arguments.of(Reason.WRONG_STRUCTURE, "text\n\n" + LINE.stripTrailing()),
                Arguments.of(Reason.CONTROL_CHARACTER, "\u0001text\n\n" + LINE),
                Arguments.of(Reason.CONTROL_CHARACTER, "text\r\n\n" + LINE),
                Arguments.of(Reason.WRONG_LINE, "text\n\n" + LINE + "Unexpected line.\n"),
                Arguments.of(Reason.WRONG_LINE, "text\n\n- key AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_LINE, "text\n\n" + DASH + "AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_NAME, "text\n\n" + DASH + "Bad Name AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_NAME, "text\n\n" + DASH + " AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_NAME, "text\n\n" + DASH + "a+b AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_NAME, "text\n\n" + DASH + "a\u00a0b AAAAAQI=\n"),
                Arguments.of(Reason.WRONG_BASE64, "text\n\n" + DASH + "key AAAAAQ==\n"),
                Arguments.of(Reason.WRONG_BASE64, "text\n\n" + DASH + "key AAAAAQI\n"),
                Arguments.of(Reason.WRONG_BASE64, "text\n\n" + DASH + "key AAAAAQJ=\n"),
                Arguments.of(Reason.WRONG_BASE64, "text\n\n" + DASH + "key AAAA_QI=\n"),
                Arguments.of(Reason.WRONG_BASE64, "text\n\n" + DASH + "key \n"),
                Arguments.of(Reason.TOO_MANY_LINES, "text\n\n" + LINE.repeat(101)),
                Arguments.of(Reason.TOO_LARGE, "t".repeat(SignedNote.MAX_SIZE) + "\n\n" + LINE));
    }

    @ParameterizedTest
    @MethodSource("malformedNotes")
    void refusesMalformedNotes(Reason reason, String note) {
        NoteRejected rejected = catchThrowableOfType(NoteRejected.class, () -> SignedNote.parse(note.getBytes(UTF_8)));

        assertThat(rejected.reason()).isEqualTo(reason);
    }

    @Test
    void refusesBrokenUtf8() {
        NoteRejected rejected =
                catchThrowableOfType(NoteRejected.class, () -> SignedNote.parse(new byte[] {(byte) 0xff, '\n', '\n'}));

        assertThat(rejected.reason()).isEqualTo(Reason.NOT_UTF8);
    }

    @Test
    void tellsTheLineOfAMalformedSignature() {
        NoteRejected rejected = catchThrowableOfType(
                NoteRejected.class,
                () -> SignedNote.parse(("a\n\nb\n\n" + LINE + DASH + "key AAAAAQ==\n").getBytes(UTF_8)));

        assertThat(rejected.line()).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void verifiesCheckpointsSignedWithEveryType(SignatureType type) throws NoteRejected {
        NoteSigner signer = signer("example.com/w1", type);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 7, ROOT);
        SignedNote note = new SignedNote(checkpoint.text(), List.of(signer.sign(checkpoint, 1_700_000_000)));
        OptionalLong time = type.timestamped() ? OptionalLong.of(1_700_000_000) : OptionalLong.empty();

        assertThat(SignedNote.parse(note.encode())).isEqualTo(note);
        assertThat(note.check(signer.verifierKey(), signatures)).isEqualTo(new SignatureCheck.Valid(time));
        Checkpoint other = new Checkpoint("example.com/log", 8, ROOT);
        assertThat(new SignedNote(other.text(), note.signatures()).check(signer.verifierKey(), signatures))
                .isEqualTo(new SignatureCheck.Invalid());
        assertThat(VerifierKey.parse(signer.verifierKey().text())).isEqualTo(signer.verifierKey());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ED25519")
    void aCosignaturesTimeIsSigned(SignatureType type) {
        NoteSigner signer = signer("example.com/w1", type);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 7, ROOT);
        NoteSignature signature = signer.sign(checkpoint, 1_700_000_000);
        byte[] changed = signature.signature().toArray();
        changed[7] ^= 1;
        NoteSignature later = new NoteSignature(signature.name(), signature.keyId(), Bytes.of(changed));

        assertThat(new SignedNote(checkpoint.text(), List.of(later)).check(signer.verifierKey(), signatures))
                .isEqualTo(new SignatureCheck.Invalid());
    }

    @Test
    void anMlDsa44CosignatureBelongsToItsName() {
        NoteSigner signer = signer("example.com/w1", SignatureType.COSIGNATURE_ML_DSA_44);
        VerifierKey renamed = new VerifierKey(
                "example.com/w2",
                signer.verifierKey().type(),
                signer.verifierKey().key());
        Checkpoint checkpoint = new Checkpoint("example.com/log", 7, ROOT);
        NoteSignature signature = signer.sign(checkpoint, 0);
        NoteSignature claimed = new NoteSignature(renamed.name(), renamed.id(), signature.signature());

        assertThat(new SignedNote(checkpoint.text(), List.of(claimed)).check(renamed, signatures))
                .isEqualTo(new SignatureCheck.Invalid());
    }

    /** An Ed25519 cosignature covers the extension lines, an ML-DSA-44 cosignature leaves them out. */
    @ParameterizedTest
    @EnumSource
    void verifiesCheckpointsWithExtensions(SignatureType type) {
        NoteSigner signer = signer("example.com/w1", type);
        Checkpoint plain = new Checkpoint("example.com/log", 7, ROOT);
        Checkpoint extended = new Checkpoint("example.com/log", 7, ROOT, List.of("more"));
        SignedNote note = new SignedNote(extended.text(), List.of(signer.sign(extended, 5)));
        SignedNote stretched = new SignedNote(extended.text(), List.of(signer.sign(plain, 5)));

        assertThat(note.check(signer.verifierKey(), signatures)).isInstanceOf(SignatureCheck.Valid.class);
        assertThat(stretched.check(signer.verifierKey(), signatures))
                .isInstanceOf(
                        type == SignatureType.COSIGNATURE_ML_DSA_44
                                ? SignatureCheck.Valid.class
                                : SignatureCheck.Invalid.class);
    }

    @Test
    void ignoresSignaturesUnderNamesOfAnyLength() throws NoteRejected {
        NoteSigner signer = signer("example.com/w1", SignatureType.COSIGNATURE_ML_DSA_44);
        NoteSigner stranger = signer("n".repeat(300), SignatureType.ED25519);
        Checkpoint checkpoint = new Checkpoint("example.com/log", 7, ROOT);
        SignedNote note =
                new SignedNote(checkpoint.text(), List.of(stranger.sign(checkpoint, 5), signer.sign(checkpoint, 5)));

        SignedNote read = SignedNote.parse(note.encode());

        assertThat(read.check(signer.verifierKey(), signatures)).isInstanceOf(SignatureCheck.Valid.class);
        assertThat(read.check(stranger.verifierKey(), signatures)).isInstanceOf(SignatureCheck.Valid.class);
        assertThatThrownBy(() -> signer("n".repeat(256), SignatureType.COSIGNATURE_ML_DSA_44))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSignerTakesOnlyHalvesThatBelongTogether() {
        NoteSigner one = signer("one", SignatureType.ED25519);
        NoteSigner two = signer("two", SignatureType.ED25519);

        assertThatThrownBy(() -> new NoteSigner(one.verifierKey(), two.key(), signatures))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(name, type, signatures.generate(type.algorithm(), new SecureRandom()), signatures);
    }
}
