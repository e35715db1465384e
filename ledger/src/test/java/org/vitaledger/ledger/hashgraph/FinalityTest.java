package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.SubmitFault;

class FinalityTest {
    @TempDir
    Path directory;

    private final List<SubmitFault> faults = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private final Halt halt = new Halt(faults::add);
    private Copies copies;
    private Finality finality;

    @BeforeEach
    void fourCopiesOfOneBlock() throws IOException, GeneralSecurityException {
        copies = new Copies(directory, 4);
        for (int member = 0; member < 4; member++) {
            copies.found(member);
        }
        finality = new Finality(
                copies.network(),
                copies.log(0),
                Consortium.SIGNATURES,
                copies.consortium().ledger(0),
                halt,
                told::add);
    }

    @AfterEach
    void close() {
        copies.close();
    }

    private SignedNote signed(int member) {
        return copies.log(member).sign(copies.log(member).head());
    }

    @Test
    void threeOfFourMakeABlockFinalAndTwoDont() throws NoteRejected {
        finality.accept(signed(0));
        finality.accept(signed(1));
        finality.accept(signed(1));
        assertThat(told).isEmpty();
        assertThat(copies.log(0).shown().size()).isZero();

        finality.accept(signed(3));
        assertThat(told).containsExactly(2L);
        SignedNote note =
                SignedNote.parse(Bytes.utf8(copies.log(0).shown().checkpoint()).toArray());
        assertThat(copies.network().roster().policy().check(note, Consortium.SIGNATURES))
                .isInstanceOf(PolicyCheck.Accepted.class);
    }

    @Test
    void cosignaturesForWhatIsNotWrittenYetCountOnceItIs() {
        for (int member = 1; member < 4; member++) {
            copies.write(member, 1, 5);
            finality.accept(signed(member));
        }
        assertThat(told).isEmpty();
        copies.write(0, 1, 5);
        finality.grown();

        assertThat(told).containsExactly(copies.log(0).head().size());
        assertThat(copies.log(0).shown().height()).isEqualTo(2);
    }

    @Test
    void remembersWhatWasFinal() {
        for (int member = 0; member < 3; member++) {
            finality.accept(signed(member));
        }
        assertThat(Finality.kept(copies.consortium().ledger(0))).isEqualTo(finality.newest());
        assertThat(finality.newest()).isPresent();
    }

    @Test
    void believesNoNoteThatTheLogsKeyOrTheMemberDidNotSign() {
        SignedNote note = signed(1);
        finality.accept(signed(0));
        finality.accept(signed(2));
        finality.accept(new SignedNote(note.text(), note.signatures().subList(1, 3)));
        finality.accept(new SignedNote(note.text(), note.signatures().subList(0, 2)));
        finality.accept(new SignedNote("something else\n", note.signatures()));
        assertThat(told).isEmpty();
    }

    @Test
    void countsWhatWeCosignedOurselves() {
        finality.own(copies.network().nodes().getFirst().member(), signed(0));
        finality.accept(signed(1));
        assertThat(told).isEmpty();
        finality.accept(signed(2));
        assertThat(told).containsExactly(2L);
    }

    @Test
    void believesNoOtherSignatureOfTheLogUnderATextThatItKnows() {
        finality.own(copies.network().nodes().getFirst().member(), signed(0));
        SignedNote note = signed(1);
        NoteSignature log = note.signatures().getFirst();
        byte[] forged = log.signature().toArray();
        forged[forged.length - 1] ^= 1;
        List<NoteSignature> lines = new ArrayList<>(note.signatures());
        lines.set(0, new NoteSignature(log.name(), log.keyId(), Bytes.of(forged)));
        finality.accept(signed(2));
        finality.accept(new SignedNote(note.text(), lines));
        assertThat(told).isEmpty();
        finality.accept(note);
        assertThat(told).containsExactly(2L);
    }

    @Proves("INV-006")
    @Test
    void keepsEvidenceOfOneThatSignedAnotherRootAndGoesOn() throws IOException {
        copies.write(1, 1, 1);
        finality.accept(signed(1));
        copies.write(0, 2, 1);
        finality.grown();
        for (int member : new int[] {2, 3}) {
            copies.write(member, 2, 1);
        }
        finality.accept(signed(0));
        finality.accept(signed(2));
        finality.accept(signed(3));

        assertThat(halt.isHalted()).isFalse();
        assertThat(told).containsExactly(4L);
        Path folder = copies.consortium().ledger(0).resolve("evidence");
        Path file = folder.resolve(Consortium.id(1).text() + "-4.notes");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(Files.readString(file))
                .as("both roots, though ours was signed later")
                .contains(copies.log(0).root(4).base64(), copies.log(1).root(4).base64());
    }

    @Proves("INV-006")
    @Test
    void haltsAndNamesThemWhenSoManySignedAnotherRootThatOursCantBeFinal() {
        copies.write(0, 2, 1);
        for (int member : new int[] {1, 2}) {
            copies.write(member, 1, 1);
            finality.accept(signed(member));
        }
        assertThat(faults).hasSize(1);
        assertThat(faults.getFirst().code()).isEqualTo(SubmitFault.Kind.SPLIT_VIEW);
        assertThat(faults.getFirst().context().get("members"))
                .contains(Consortium.id(1).text(), Consortium.id(2).text());
    }
}
