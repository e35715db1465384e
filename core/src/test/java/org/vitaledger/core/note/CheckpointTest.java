package org.vitaledger.core.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.NoteRejected.Reason;

class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final String EMPTY_ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void readsWhatItWrites() throws NoteRejected {
        for (Checkpoint checkpoint : List.of(
                new Checkpoint("example.com/behind-the-sofa", 20852163, Hash.parseBase64(ROOT)),
                new Checkpoint("a", 0, TreeHash.EMPTY),
                new Checkpoint("a", 0, Hash.parseBase64(ROOT)),
                new Checkpoint("\u00e9".repeat(128), 1, Hash.parseBase64(ROOT)),
                new Checkpoint("example log+origin", Long.MAX_VALUE, Hash.parseBase64(ROOT)),
                new Checkpoint("\u00e9".repeat(127) + "a", 1, Hash.parseBase64(ROOT), List.of("one", "two")))) {
            assertThat(Checkpoint.parse(checkpoint.text())).isEqualTo(checkpoint);
        }
    }

    static Stream<Arguments> malformedCheckpoints() {
        return Stream.of(
                Arguments.of(Reason.WRONG_STRUCTURE, ""),
                Arguments.of(Reason.WRONG_STRUCTURE, "a\n1\n" + ROOT),
                Arguments.of(Reason.WRONG_STRUCTURE, "a\n1\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, "a\n1\n" + ROOT + "\n\n"),
                Arguments.of(Reason.WRONG_STRUCTURE, "a\n1\n" + ROOT + "\nx\n\ny\n"),
                Arguments.of(Reason.WRONG_NAME, "\n1\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n01\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n-1\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n+1\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n\u0661\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_NUMBER, "a\n9223372036854775808\n" + ROOT + "\n"),
                Arguments.of(Reason.WRONG_BASE64, "a\n1\n" + ROOT.replace("=", "") + "\n"),
                Arguments.of(Reason.WRONG_BASE64, "a\n1\nAAAA\n"),
                Arguments.of(Reason.WRONG_BASE64, "a\n1\n" + ROOT.replace("2I=", "2J=") + "\n"));
    }

    @ParameterizedTest
    @MethodSource("malformedCheckpoints")
    void refusesMalformedCheckpoints(Reason reason, String text) {
        NoteRejected rejected = catchThrowableOfType(NoteRejected.class, () -> Checkpoint.parse(text));

        assertThat(rejected.reason()).isEqualTo(reason);
    }

    @Test
    void takesOnlyValuesThatCanBeWritten() {
        Hash root = Hash.parseBase64(ROOT);

        assertThat(new Checkpoint("a", 0, Hash.parseBase64(EMPTY_ROOT)).root()).isEqualTo(TreeHash.EMPTY);
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, root)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a", -1, root)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a", 1, root, List.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
