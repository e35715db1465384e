package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.sign.VerifyingKey;

class PolicyTest {
    private static final Signatures SIGNATURES = Signatures.platform();
    private static final String ORIGIN = "example.com/log";
    private static final NoteSigner LOG = signer(ORIGIN, SignatureType.ED25519);
    private static final NoteSigner W1 = signer("w1.example", SignatureType.COSIGNATURE_ED25519);
    private static final NoteSigner W2 = signer("w2.example", SignatureType.COSIGNATURE_ML_DSA_44);
    private static final NoteSigner W3 = signer("w3.example", SignatureType.COSIGNATURE_ED25519);
    private static final Checkpoint CHECKPOINT = new Checkpoint(ORIGIN, 42, TreeHash.leaf(new byte[] {1}));

    private static final String LOG_LINE = "log " + LOG.verifierKey().text() + "\n";
    private static final String W1_LINE = "witness w1 " + W1.verifierKey().text() + "\n";
    private static final String W2_LINE = "witness w2 " + W2.verifierKey().text() + "\n";
    private static final String W3_LINE = "witness w3 " + W3.verifierKey().text() + "\n";
    private static final String ALL_LINES = LOG_LINE + W1_LINE + W2_LINE + W3_LINE;

    @Test
    void readsTheExampleOfTheSpecification() throws NoteRejected {
        StringBuilder text = new StringBuilder(LOG_LINE);
        for (String name : List.of("X1", "X2", "X3", "Y1", "Y2", "Y3")) {
            text.append("\nwitness ").append(name).append(' ').append(fakeKey(name));
        }
        text.append("\n\n# Groups\ngroup X-witnesses 2 X1 X2 X3\ngroup Y-witnesses any Y1 Y2 Y3\n")
                .append("  group\tX-and-Y  all X-witnesses Y-witnesses\t\nquorum X-and-Y\n");

        Policy policy = parse(text.toString());

        assertThat(policy.logs()).hasSize(1);
        assertThat(policy.witnesses())
                .extracting(Policy.Witness::name)
                .containsExactly("X1", "X2", "X3", "Y1", "Y2", "Y3");
        assertThat(policy.groups())
                .containsExactly(
                        new Policy.Group("X-witnesses", 2, List.of("X1", "X2", "X3")),
                        new Policy.Group("Y-witnesses", 1, List.of("Y1", "Y2", "Y3")),
                        new Policy.Group("X-and-Y", 2, List.of("X-witnesses", "Y-witnesses")));
        assertThat(policy.quorum()).isEqualTo("X-and-Y");
        assertThat(Policy.parse(policy.encode())).isEqualTo(policy);
    }

    @Test
    void readsUrlsKeywordsAsNamesAndNamesThatAreNotAscii() throws NoteRejected {
        String text = LOG_LINE.strip() + " https://log.example/ \n"
                + W1_LINE.replace(" w1 ", " all ").strip()
                + " https://w1.example/\n" + W2_LINE.replace(" w2 ", " K\u0080\u00ff ")
                + "group group 2 all K\u0080\u00ff\nquorum group\n";

        Policy policy = Policy.parse(text.getBytes(ISO_8859_1));

        assertThat(policy.logs().getFirst().url()).contains("https://log.example/");
        assertThat(policy.witnesses().getFirst().url()).contains("https://w1.example/");
        assertThat(Policy.parse(policy.encode())).isEqualTo(policy);
    }

    @Test
    void readsKeyNamesAsUtf8() throws NoteRejected {
        Policy policy = parse("witness w " + fakeKey("h\u00f4pital.example") + "\nquorum w\n");

        assertThat(policy.witnesses().getFirst().key().name()).isEqualTo("h\u00f4pital.example");
        assertThat(Policy.parse(policy.encode())).isEqualTo(policy);
    }

    @Test
    void takesAtLeast32OfEachKind() throws NoteRejected {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            text.append("log ").append(fakeLog("log" + i)).append('\n');
            text.append("witness w")
                    .append(i)
                    .append(' ')
                    .append(fakeKey("w" + i))
                    .append('\n');
            text.append("group g").append(i).append(" any w").append(i);
            text.append(i == 0 ? "\n" : " g" + (i - 1) + "\n");
        }

        assertThat(parse(text + "quorum g31\n").groups()).hasSize(32);
    }

    static Stream<Arguments> malformedPolicies() {
        String sameKey = "witness w9 "
                + new VerifierKey(
                                "other",
                                SignatureType.COSIGNATURE_ED25519,
                                W1.verifierKey().key())
                        .text() + "\n";
        return Stream.of(
                Arguments.of(Reason.WRONG_QUORUM, 0, ""),
                Arguments.of(Reason.WRONG_QUORUM, 0, W1_LINE),
                Arguments.of(Reason.WRONG_QUORUM, 3, W1_LINE + "quorum w1\nquorum w1\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, 1, "quorum none"),
                Arguments.of(Reason.WRONG_STRUCTURE, 3, W1_LINE + "quorum w1\n#"),
                Arguments.of(Reason.CONTROL_CHARACTER, 0, "quorum none\r\n"),
                Arguments.of(Reason.CONTROL_CHARACTER, 0, "quorum none\n\u0001"),
                Arguments.of(Reason.CONTROL_CHARACTER, 0, "quorum none\n#\u007f"),
                Arguments.of(Reason.WRONG_LINE, 1, "quibble w1\nquorum none\n"),
                Arguments.of(Reason.WRONG_LINE, 1, W1_LINE.strip() + " https://w1 # no comment\nquorum w1\n"),
                Arguments.of(Reason.WRONG_LINE, 1, "log\nquorum none\n"),
                Arguments.of(Reason.WRONG_LINE, 2, "\nquorum\n"),
                Arguments.of(Reason.WRONG_LINE, 2, W1_LINE + "group g 1\nquorum w1\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, 1, "log garbage\nquorum none\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, 1, "witness w1 garbage\nquorum none\n"),
                Arguments.of(Reason.DUPLICATE_KEY, 2, LOG_LINE + LOG_LINE + "quorum none\n"),
                Arguments.of(Reason.DUPLICATE_KEY, 2, W1_LINE + sameKey + "quorum none\n"),
                Arguments.of(
                        Reason.WRONG_TYPE, 1, "witness w " + LOG.verifierKey().text() + "\nquorum w\n"),
                Arguments.of(Reason.WRONG_NAME, 1, W1_LINE.replace(" w1 ", " none ") + "quorum none\n"),
                Arguments.of(Reason.WRONG_NAME, 2, W1_LINE + "group none any w1\nquorum none\n"),
                Arguments.of(Reason.DUPLICATE_NAME, 2, W1_LINE + W2_LINE.replace(" w2 ", " w1 ") + "quorum w1\n"),
                Arguments.of(Reason.DUPLICATE_NAME, 2, W1_LINE + "group w1 any w1\nquorum w1\n"),
                Arguments.of(Reason.DUPLICATE_NAME, 2, W1_LINE + "group g all w1 w1\nquorum g\n"),
                Arguments.of(
                        Reason.DUPLICATE_NAME, 4, W1_LINE + W2_LINE + "group g any w1 w2\ngroup h any w1\nquorum g\n"),
                Arguments.of(Reason.WRONG_THRESHOLD, 2, W1_LINE + "group g 0 w1\nquorum g\n"),
                Arguments.of(Reason.WRONG_THRESHOLD, 2, W1_LINE + "group g 2 w1\nquorum g\n"),
                Arguments.of(Reason.WRONG_THRESHOLD, 2, W1_LINE + "group g 4294967297 w1\nquorum g\n"),
                Arguments.of(Reason.WRONG_NUMBER, 2, W1_LINE + "group g -1 w1\nquorum g\n"),
                Arguments.of(Reason.WRONG_NUMBER, 2, W1_LINE + "group g 01 w1\nquorum g\n"),
                Arguments.of(Reason.UNDEFINED_NAME, 2, W1_LINE + "group g any w2\nquorum g\n"),
                Arguments.of(Reason.UNDEFINED_NAME, 2, W1_LINE + "group g any none w1\nquorum g\n"),
                Arguments.of(Reason.UNDEFINED_NAME, 1, "group g any w1\n" + W1_LINE + "quorum g\n"),
                Arguments.of(Reason.UNDEFINED_NAME, 1, "quorum w1\n" + W1_LINE),
                Arguments.of(Reason.TOO_LARGE, 0, "#".repeat(1 << 20) + "\nquorum none\n"));
    }

    @ParameterizedTest
    @MethodSource("malformedPolicies")
    void refusesMalformedPoliciesAndTellsTheLine(Reason reason, int line, String text) {
        NoteRejected rejected = catchThrowableOfType(NoteRejected.class, () -> parse(text));

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.line()).isEqualTo(line);
    }

    @Test
    void holdsTheSameRulesWhenMadeFromValues() {
        Policy.Witness witness = new Policy.Witness("w1", W1.verifierKey(), Optional.empty());

        assertThatThrownBy(() -> new Policy(List.of(), List.of(witness, witness), List.of(), Policy.NONE))
                .hasRootCauseInstanceOf(NoteRejected.class);
        assertThatThrownBy(() -> new Policy(List.of(), List.of(witness), List.of(), "w2"))
                .hasRootCauseInstanceOf(NoteRejected.class);
    }

    @ParameterizedTest
    @CsvSource({
        "w1 w2 w3, true",
        "w1 w3, true",
        "w1 w2, true",
        "w1, false",
        "w2 w3, false",
        "'', false",
    })
    void asksForTheQuorum(String signers, boolean reached) throws NoteRejected {
        Policy policy = parse(ALL_LINES + "group inner any w2 w3\ngroup outer all w1 inner\nquorum outer\n");
        List<NoteSignature> lines = new ArrayList<>(List.of(LOG.sign(CHECKPOINT, 5)));
        for (NoteSigner signer : List.of(W1, W2, W3)) {
            if (signers.contains(signer.verifierKey().name().substring(0, 2))) {
                lines.add(signer.sign(CHECKPOINT, 5));
            }
        }

        PolicyCheck check = policy.check(new SignedNote(CHECKPOINT.text(), lines), SIGNATURES);

        if (reached) {
            assertThat(check).isInstanceOf(PolicyCheck.Accepted.class);
        } else {
            assertRefused(check, PolicyCheck.Reason.QUORUM_NOT_REACHED);
        }
        assertThat(check.cosignatures()).hasSize(lines.size() - 1).allMatch(cosigned -> cosigned.posixSeconds() == 5);
    }

    @Test
    void refusesByPrecedence() throws NoteRejected {
        Policy policy = parse(ALL_LINES + "quorum w1\n");
        NoteSignature log = LOG.sign(CHECKPOINT, 0);
        NoteSignature witness = W1.sign(CHECKPOINT, 0);
        Checkpoint other = new Checkpoint("example.com/other", 42, CHECKPOINT.root());
        NoteSignature forged = new NoteSignature(witness.name(), witness.keyId(), Bytes.of(new byte[72]));

        assertRefused(check(policy, "text\n", log, witness), PolicyCheck.Reason.NOT_A_CHECKPOINT);
        assertRefused(check(policy, other.text(), LOG.sign(other, 0), witness), PolicyCheck.Reason.UNKNOWN_LOG);
        assertRefused(check(policy, CHECKPOINT.text(), log, witness, forged), PolicyCheck.Reason.BAD_SIGNATURE);
        assertRefused(check(policy, CHECKPOINT.text(), witness), PolicyCheck.Reason.LOG_SIGNATURE_MISSING);
        assertRefused(check(policy, CHECKPOINT.text(), log), PolicyCheck.Reason.QUORUM_NOT_REACHED);
        assertThat(check(policy, CHECKPOINT.text(), log, witness)).isInstanceOf(PolicyCheck.Accepted.class);
    }

    @Test
    void ignoresSignaturesOfUnknownKeys() throws NoteRejected {
        Policy policy = parse(LOG_LINE + "quorum none\n");
        NoteSignature stranger =
                signer("stranger", SignatureType.COSIGNATURE_ED25519).sign(CHECKPOINT, 0);
        NoteSignature sameName = new NoteSignature(ORIGIN, 7, Bytes.of((byte) 1));

        assertThat(check(policy, CHECKPOINT.text(), stranger, sameName, LOG.sign(CHECKPOINT, 0)))
                .isInstanceOf(PolicyCheck.Accepted.class);
    }

    @ParameterizedTest
    @EnumSource
    void takesALogsKeyOfEveryType(SignatureType type) throws NoteRejected {
        NoteSigner log = signer(ORIGIN, type);
        Policy policy = parse("log " + log.verifierKey().text() + "\nquorum none\n");

        assertThat(check(policy, CHECKPOINT.text(), log.sign(CHECKPOINT, 5))).isInstanceOf(PolicyCheck.Accepted.class);
    }

    @Test
    void acceptsNothingWithoutALog() throws NoteRejected {
        assertRefused(
                check(parse("quorum none\n"), CHECKPOINT.text(), LOG.sign(CHECKPOINT, 0)),
                PolicyCheck.Reason.UNKNOWN_LOG);
    }

    private static PolicyCheck check(Policy policy, String text, NoteSignature... signatures) {
        return policy.check(new SignedNote(text, List.of(signatures)), SIGNATURES);
    }

    private static void assertRefused(PolicyCheck check, PolicyCheck.Reason reason) {
        assertThat(check)
                .isInstanceOfSatisfying(
                        PolicyCheck.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static Policy parse(String text) throws NoteRejected {
        return Policy.parse(text.getBytes(UTF_8));
    }

    private static String fakeKey(String name) {
        return new VerifierKey(name, SignatureType.COSIGNATURE_ED25519, fake(name)).text();
    }

    private static String fakeLog(String name) {
        return new VerifierKey(name, SignatureType.ED25519, fake(name)).text();
    }

    private static VerifyingKey fake(String name) {
        return new VerifyingKey(
                Algorithm.ED25519, Hash.sha256(name.getBytes(UTF_8)).bytes());
    }

    private static NoteSigner signer(String name, SignatureType type) {
        SigningKey key = SIGNATURES.generate(type.algorithm(), new SecureRandom());
        return NoteSigner.of(name, type, key, SIGNATURES);
    }
}
