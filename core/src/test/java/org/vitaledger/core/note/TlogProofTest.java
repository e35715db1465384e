package org.vitaledger.core.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected.Reason;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;

class TlogProofTest {
    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final String HASH = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n";
    private static final String NOTE = """
            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            \u2014 example.com/fancylog AAAAAQI=
            """;

    @Test
    void readsTheFormOfTheSpecification() throws NoteRejected {
        String text = HEADER + "extra ZXh0cmE=\nindex 73894\n" + HASH + HASH + "\n" + NOTE;

        TlogProof proof = TlogProof.parse(text.getBytes(UTF_8));

        assertThat(proof.extra()).contains(Bytes.utf8("extra"));
        assertThat(proof.index()).isEqualTo(73894);
        assertThat(proof.path()).hasSize(2).containsOnly(Hash.parseBase64(HASH.strip()));
        assertThat(proof.checkpoint().text()).startsWith("example.com/fancylog\n109482\n");
        assertThat(proof.encode()).asString(UTF_8).isEqualTo(text);
    }

    static Stream<Arguments> malformedProofs() {
        return Stream.of(
                Arguments.of(Reason.WRONG_HEADER, 1, ""),
                Arguments.of(Reason.WRONG_HEADER, 1, "c2sp.org/tlog-proof@v2\nindex 0\n\n" + NOTE),
                Arguments.of(Reason.WRONG_STRUCTURE, 0, HEADER + "index 0\n"),
                Arguments.of(Reason.WRONG_LINE, 2, HEADER + "\n" + NOTE),
                Arguments.of(Reason.WRONG_LINE, 2, HEADER + "Index 0\n\n" + NOTE),
                Arguments.of(Reason.WRONG_LINE, 3, HEADER + "extra ZXh0cmE=\n\n" + NOTE),
                Arguments.of(Reason.WRONG_LINE, 3, HEADER + "extra ZXh0cmE=\nextra ZXh0cmE=\nindex 0\n\n" + NOTE),
                Arguments.of(Reason.WRONG_BASE64, 2, HEADER + "extra !!\nindex 0\n\n" + NOTE),
                Arguments.of(Reason.WRONG_NUMBER, 2, HEADER + "index 007\n\n" + NOTE),
                Arguments.of(Reason.WRONG_NUMBER, 2, HEADER + "index -5\n\n" + NOTE),
                Arguments.of(Reason.WRONG_BASE64, 3, HEADER + "index 0\nAAAA\n\n" + NOTE),
                Arguments.of(Reason.WRONG_BASE64, 4, HEADER + "index 0\n" + HASH + "?\n\n" + NOTE),
                Arguments.of(Reason.TOO_MANY_LINES, 0, HEADER + "index 0\n" + HASH.repeat(64) + "\n" + NOTE),
                Arguments.of(Reason.TOO_MANY_LINES, 0, HEADER + "index 0\n" + HASH.repeat(9000) + "\n" + NOTE),
                Arguments.of(Reason.WRONG_STRUCTURE, 5, HEADER + "index 0\n" + HASH + "\ncheckpoint\n"),
                Arguments.of(Reason.WRONG_LINE, 9, HEADER + "index 0\n" + HASH + "\n" + NOTE.replace('\u2014', '-')));
    }

    @ParameterizedTest
    @MethodSource("malformedProofs")
    void refusesMalformedProofsAndTellsTheLine(Reason reason, int line, String text) {
        NoteRejected rejected = catchThrowableOfType(NoteRejected.class, () -> TlogProof.parse(text.getBytes(UTF_8)));

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected.line()).isEqualTo(line);
    }

    @Test
    void everyFlippedByteIsRefusedOrFoundByThePolicyOrTheTree() {
        Signatures signatures = Signatures.platform();
        NoteSigner log = NoteSigner.of(
                "example.com/log",
                SignatureType.ED25519,
                signatures.generate(Algorithm.ED25519, new SecureRandom()),
                signatures);
        Policy policy = new Policy(
                List.of(new Policy.Log(log.verifierKey(), Optional.empty())), List.of(), List.of(), Policy.NONE);
        Hash leaf = TreeHash.leaf(new byte[] {3});
        MerkleTree tree = MerkleTree.of(List.of(TreeHash.leaf(new byte[] {1}), TreeHash.EMPTY, leaf));
        Checkpoint checkpoint = new Checkpoint("example.com/log", tree.size(), tree.root());
        SignedNote note = new SignedNote(checkpoint.text(), List.of(log.sign(checkpoint, 0)));
        TlogProof proof = new TlogProof(Optional.empty(), 2, tree.inclusion(2).path(), note);
        byte[] file = proof.encode();

        assertThat(proves(file, policy, leaf)).isTrue();
        for (int i = 0; i < file.length; i++) {
            byte[] flipped = file.clone();
            flipped[i] ^= 1;
            assertThat(proves(flipped, policy, leaf)).as("byte %d", i).isFalse();
        }
    }

    private static boolean proves(byte[] file, Policy policy, Hash leaf) {
        try {
            TlogProof proof = TlogProof.parse(file);
            return policy.check(proof.checkpoint(), Signatures.platform()) instanceof PolicyCheck.Accepted accepted
                    && proof.inclusion(accepted.checkpoint())
                            .verify(leaf, accepted.checkpoint().root());
        } catch (NoteRejected e) {
            return false;
        }
    }
}
