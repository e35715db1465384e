package org.vitaledger.ledger.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.ledger.remote.FourMembers.A;
import static org.vitaledger.ledger.remote.FourMembers.B;
import static org.vitaledger.ledger.remote.FourMembers.C;
import static org.vitaledger.ledger.remote.FourMembers.D;
import static org.vitaledger.ledger.remote.FourMembers.ORIGIN;
import static org.vitaledger.ledger.remote.FourMembers.SIGNATURES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.PolicyCheck;
import org.vitaledger.core.note.SignatureCheck;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.follow.Breach;
import org.vitaledger.ledger.follow.BreachCheck;
import org.vitaledger.ledger.follow.BreachVerdict;
import org.vitaledger.ledger.remote.FourMembers;
import org.vitaledger.ledger.remote.GrowingLog;

/** The answers of C2SP tlog-witness, one by one. */
class WitnessTest {
    private static final FourMembers MEMBERS = new FourMembers();
    private static final String NAME = "witness.example/w1";
    private static final List<NoteSigner> SIGNERS = List.of(
            FourMembers.signer(NAME, SignatureType.COSIGNATURE_ED25519),
            FourMembers.signer(NAME, SignatureType.COSIGNATURE_ML_DSA_44));

    @TempDir
    Path folder;

    private final GrowingLog log = GrowingLog.of("entry ", 100);
    private final GrowingLog other = GrowingLog.of("entry ", 5).grow("another ", 100);
    private long now = 5000;
    private Witness witness;

    @BeforeEach
    void start() {
        witness = open(true);
    }

    @AfterEach
    void stop() {
        witness.close();
    }

    @Test
    void cosignsALogThatGrows() throws Exception {
        for (long[] step : new long[][] {{0, 7}, {7, 7}, {7, 8}, {8, 64}, {64, 100}, {100, 100}}) {
            SignedNote note = note(log, step[1]);

            WitnessAnswer answer = add(step[0], proof(log, step[0], step[1]), note);

            assertThat(answer.status()).as("%d to %d", step[0], step[1]).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith("\u2014 " + NAME + " ")
                    .endsWith("\n")
                    .hasLineCount(2);
            SignedNote cosigned = SignedNote.parse((note.text() + "\n" + answer.body()).getBytes(UTF_8));
            for (NoteSigner signer : SIGNERS) {
                assertThat(cosigned.check(signer.verifierKey(), SIGNATURES))
                        .isEqualTo(new SignatureCheck.Valid(OptionalLong.of(now)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "old 0",
                "old 0\n",
                "old 0\n\n",
                "old 00\n\n<note>",
                "old -1\n\n<note>",
                "old 99999999999999999999\n\n<note>",
                "old  0\n\n<note>",
                "0\n\n<note>",
                "old 0\nnonsense\n\n<note>",
                "old 0\r\n\r\n<note>",
                "old 0\n<note>",
                "old 8\n\n<note>"
            })
    void answers400ToWhatIsNoRequest(String body) {
        String note = new String(note(log, 7).encode(), UTF_8);

        assertThat(witness.addCheckpoint(body.replace("<note>", note).getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void answers400ToTooManyHashes() {
        String line = log.root(1).base64() + "\n";
        String note = new String(note(log, 7).encode(), UTF_8);

        assertThat(witness.addCheckpoint(("old 0\n" + line.repeat(64) + "\n" + note).getBytes(UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(witness.addCheckpoint(("old 0\n" + line.repeat(63) + "\n" + note).getBytes(UTF_8))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void answers404ToALogThatItDoesNotKnow() {
        NoteSigner stranger = FourMembers.signer("stranger.example/log", SignatureType.ED25519);
        String text = "stranger.example/log\n7\n" + log.root(7).base64() + "\n";

        assertThat(add(0, List.of(), new SignedNote(text, List.of(stranger.sign(text, 0))))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void answers403ToWhatIsNotSignedAsThePolicyAsks() {
        assertThat(add(0, List.of(), MEMBERS.sign(7, log.root(7), 1000, A, B)).status())
                .isEqualTo(403);
        assertThat(add(0, List.of(), MEMBERS.sign(7, log.root(7), 1000)).status())
                .isEqualTo(403);
        assertThat(add(0, List.of(), new FourMembers().sign(7, log.root(7), 1000, A, B, C, D))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void answers409WithTheSizeThatItHas() {
        add(0, List.of(), note(log, 7));

        for (long old : new long[] {0, 6, 8}) {
            assertThat(add(old, proof(log, old, 20), note(log, 20)))
                    .isEqualTo(new WitnessAnswer(409, "text/x.tlog.size", "7\n"));
        }
    }

    @Test
    void answers422ToAProofThatDoesNotHold() throws IOException {
        add(0, List.of(), note(log, 7));

        assertThat(add(7, proof(log, 6, 20), note(log, 20)).status()).isEqualTo(422);
        assertThat(add(7, List.of(), note(log, 20)).status()).isEqualTo(422);
        assertThat(add(7, proof(other, 7, 20), note(other, 20)).status()).isEqualTo(422);
        assertThat(add(7, proof(log, 7, 20), note(other, 20)).status()).isEqualTo(422);
        assertThat(add(7, List.of(log.root(1)), note(log, 7)).status()).isEqualTo(422);
        assertThat(kept("refused")).hasSize(5);
        assertThat(add(7, proof(log, 7, 20), note(log, 20)).status()).isEqualTo(200);
    }

    @Test
    void takesNoLeavesOnlyWithTheRootOfNone() {
        assertThat(add(0, List.of(), MEMBERS.sign(0, log.root(1), 1000, A, B, C))
                        .status())
                .isEqualTo(422);
        assertThat(add(0, List.of(), MEMBERS.sign(0, log.root(1), 1000)).status())
                .as("signatures are looked at first")
                .isEqualTo(403);
        assertThat(add(0, List.of(), MEMBERS.sign(0, log.root(0), 1000, A, B, C))
                        .status())
                .isEqualTo(200);
        assertThat(add(0, List.of(), MEMBERS.sign(0, log.root(1), 1000, A, B, C))
                        .status())
                .isEqualTo(422);
        assertThat(add(0, List.of(), note(log, 7)).status()).isEqualTo(200);
    }

    @Test
    void cosignsCheckpointsWithExtensionsWithEveryKey() throws Exception {
        Checkpoint extended = new Checkpoint(ORIGIN, 7, log.root(7), List.of("more"));
        SignedNote note = MEMBERS.sign(extended, 1000, A, B, C);

        WitnessAnswer answer = add(0, List.of(), note);

        assertThat(answer.status()).isEqualTo(200);
        SignedNote cosigned = SignedNote.parse((note.text() + "\n" + answer.body()).getBytes(UTF_8));
        for (NoteSigner signer : SIGNERS) {
            assertThat(cosigned.check(signer.verifierKey(), SIGNATURES)).isInstanceOf(SignatureCheck.Valid.class);
        }
    }

    @Test
    void showsMonitorsTheLastCheckpointThatItCosigned() throws Exception {
        String hash = Hash.sha256(ORIGIN.getBytes(UTF_8)).toString();
        assertThat(witness.checkpoint(hash).status()).isEqualTo(404);

        NoteSigner stranger = FourMembers.signer("stranger.example", SignatureType.ED25519);
        for (long size : new long[] {7, 20}) {
            SignedNote note = note(log, size);
            List<NoteSignature> lines = new ArrayList<>(note.signatures());
            lines.addFirst(stranger.sign(note.text(), 0));
            add(size == 7 ? 0 : 7, proof(log, size == 7 ? 0 : 7, size), new SignedNote(note.text(), lines));
        }
        add(20, List.of(), note(other, 20));

        WitnessAnswer answer = witness.checkpoint(hash);
        assertThat(answer.status()).isEqualTo(200);
        SignedNote shown = SignedNote.parse(answer.body().getBytes(UTF_8));
        assertThat(shown.text()).isEqualTo(note(log, 20).text());
        assertThat(MEMBERS.policy().check(shown, SIGNATURES)).isInstanceOf(PolicyCheck.Accepted.class);
        for (NoteSigner signer : SIGNERS) {
            assertThat(shown.check(signer.verifierKey(), SIGNATURES)).isInstanceOf(SignatureCheck.Valid.class);
        }
        assertThat(shown.check(stranger.verifierKey(), SIGNATURES)).isInstanceOf(SignatureCheck.Absent.class);
        String similar = hash.substring(0, 60) + "0000";
        for (String wrong : List.of("", "..", hash.toUpperCase(Locale.ROOT), hash + "0", hash.substring(1), similar)) {
            assertThat(witness.checkpoint(wrong).status()).as(wrong).isEqualTo(404);
        }
    }

    /** B and C collude: with each of two honest members they make a quorum for another history. */
    @Test
    void refusesTheSecondOfTwoViewsAndKeepsTheEvidence() throws IOException {
        assertThat(add(0, List.of(), MEMBERS.sign(20, log.root(20), 1000, A, B, C))
                        .status())
                .isEqualTo(200);

        SignedNote second = MEMBERS.sign(20, other.root(20), 1000, B, C, D);
        assertThat(add(20, List.of(), second).status()).isEqualTo(422);
        assertThat(add(0, List.of(), second).status()).isEqualTo(409);

        assertThat(kept("breach")).hasSize(1);
        assertThat(BreachCheck.verify(
                        Files.readAllBytes(kept("breach").getFirst()),
                        MEMBERS.policy().encode(),
                        SIGNATURES))
                .isInstanceOfSatisfying(BreachVerdict.Proved.class, proved -> {
                    assertThat(proved.kind()).isEqualTo(Breach.Kind.TWO_ROOTS);
                    assertThat(proved.signers()).containsExactly(FourMembers.name(B), FourMembers.name(C));
                });
    }

    @Test
    void remembersAfterARestart() {
        add(0, List.of(), note(log, 20));
        witness.close();
        witness = open(false);

        assertThat(add(0, List.of(), note(log, 30)).body()).isEqualTo("20\n");
        assertThat(add(20, List.of(), note(other, 20)).status()).isEqualTo(422);
        assertThat(add(20, proof(log, 20, 30), note(log, 30)).status()).isEqualTo(200);
    }

    @Test
    void neverTellsAnEarlierTimeThanBefore() throws Exception {
        add(0, List.of(), note(log, 20));
        now = 4000;
        WitnessAnswer answer = add(20, proof(log, 20, 30), note(log, 30));

        SignedNote cosigned = SignedNote.parse((note(log, 30).text() + "\n" + answer.body()).getBytes(UTF_8));
        assertThat(cosigned.check(SIGNERS.getFirst().verifierKey(), SIGNATURES))
                .isEqualTo(new SignatureCheck.Valid(OptionalLong.of(5000)));
    }

    @Test
    void isNotConfusedByASignatureThatClaimsToBeItsOwn() throws Exception {
        SignedNote note = note(log, 20);
        String own = new String(
                new SignedNote(note.text(), List.of(SIGNERS.getFirst().sign("other\n", 1))).encode(), UTF_8);
        String forged =
                new String(note.encode(), UTF_8) + own.substring(note.text().length() + 1);
        assertThat(add(0, List.of(), SignedNote.parse(forged.getBytes(UTF_8))).status())
                .isEqualTo(200);

        assertThat(add(20, proof(log, 20, 30), note(log, 30)).status()).isEqualTo(200);
    }

    @Test
    void cosignsOneHistoryWhateverComesAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WitnessAnswer>> answers = new ArrayList<>();
            for (GrowingLog each : List.of(log, other, log, other, log, other)) {
                answers.add(threads.submit(() -> add(0, List.of(), note(each, 20))));
            }
            int cosigned = 0;
            for (Future<WitnessAnswer> answer : answers) {
                cosigned += answer.get().status() == 200 ? 1 : 0;
            }
            assertThat(cosigned).isEqualTo(1);
        }
    }

    @Test
    void doesNotStartWithAUsedKeyAndNoMemory() throws IOException {
        add(0, List.of(), note(log, 20));
        witness.close();
        Path elsewhere = folder.resolve("elsewhere");
        assertThatThrownBy(() -> open(elsewhere, false))
                .isInstanceOf(WitnessFault.class)
                .hasMessageContaining("VL-WITNESS-003");
        witness = open(false);
    }

    @Test
    void doesNotShareItsMemoryNorGoOnWithADamagedOne() throws IOException {
        assertThatThrownBy(() -> open(false)).isInstanceOf(WitnessFault.class).hasMessageContaining("VL-WITNESS-001");

        add(0, List.of(), note(log, 20));
        Path memory = kept("log").getFirst();
        Files.write(memory, note(other, 20).encode());
        assertThatThrownBy(() -> add(20, List.of(), note(other, 20)))
                .isInstanceOf(WitnessFault.class)
                .hasMessageContaining("VL-WITNESS-002");
    }

    @Test
    void takesALogWithoutAQuorumByItsKeyAlone() {
        Policy policy = MEMBERS.policy();
        witness.close();
        witness = Witness.open(
                new Witness.Memory(folder.resolve("plain"), true),
                new Policy(policy.logs(), List.of(), List.of(), Policy.NONE),
                new Witness.Keys(SIGNERS.subList(0, 1), SIGNATURES),
                () -> Instant.ofEpochSecond(now));

        assertThat(add(0, List.of(), MEMBERS.sign(7, log.root(7), 1000)).body()).hasLineCount(1);
    }

    @Test
    void requestsAreReadAsTheyAreWritten() {
        AddCheckpoint request = new AddCheckpoint(7, log.consistency(7, 20), note(log, 20));

        assertThat(AddCheckpoint.parse(request.encode())).contains(request);
        assertThat(new String(request.encode(), UTF_8)).startsWith("old 7\n").contains("\n\n" + ORIGIN + "\n20\n");
    }

    private Witness open(boolean fresh) {
        return open(folder.resolve("memory"), fresh);
    }

    private Witness open(Path memory, boolean fresh) {
        return Witness.open(
                new Witness.Memory(memory, fresh),
                MEMBERS.policy(),
                new Witness.Keys(SIGNERS, SIGNATURES),
                () -> Instant.ofEpochSecond(now));
    }

    private WitnessAnswer add(long old, List<Hash> proof, SignedNote note) {
        return witness.addCheckpoint(new AddCheckpoint(old, proof, note).encode());
    }

    private static SignedNote note(GrowingLog log, long size) {
        return MEMBERS.sign(size, log.root(size), 1000, A, B, C);
    }

    private static List<Hash> proof(GrowingLog log, long from, long to) {
        return from == 0 ? List.of() : log.consistency(from, to);
    }

    private List<Path> kept(String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("memory"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(kind + "-"))
                    .toList();
        }
    }
}
