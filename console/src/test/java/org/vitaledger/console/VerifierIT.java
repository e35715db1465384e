package org.vitaledger.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.code.CodeFiles;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.proof.ContentVectors;
import org.vitaledger.core.proof.Evidence;
import org.vitaledger.core.proof.NoteVectors;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.SmallLedger;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;

/** The verifier of the pages, run in a browser, says of a proof what core's verifier says, step by step. */
class VerifierIT {
    private static final String VERIFY = """
            async ({proofs, policy}) => {
              const {verifyProof} = await import('./verify/verifier.js');
              const {verifySignature} = await import('./verify/keys.js');
              const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
              const answers = [];
              for (const proof of proofs) {
                const answer = await verifyProof(bytes(proof), bytes(policy), verifySignature);
                answers.push({proved: answer.proved,
                  step: (answer.unreadable ? 'UNREADABLE ' : '') + (answer.step ?? ''), detail: answer.detail,
                  unchecked: answer.unchecked, kind: answer.kind ?? '', value: answer.statement?.reading?.value ?? '',
                  cosigners: (answer.cosignatures ?? []).map(it => it.name)});
              }
              return answers;
            }
            """;

    private static final String SHORTEST = """
            async (encoded) => {
              const {readWellFormed} = await import('./verify/cbor.js');
              const {shortest, decimalText} = await import('./verify/decimal.js');
              return encoded.map(hex => {
                const {number, bits} = readWellFormed(Uint8Array.from(hex.match(/../g), it => parseInt(it, 16)));
                return Number.isFinite(number) ? decimalText(shortest(number, bits)) : 'none';
              });
            }
            """;

    private static final CodeMap CODES = CodeFiles.load();
    private static final Evidence.Records NO_RECORDS = new Evidence.Records(0, List.of(), List.of());

    private static PagesServer server;
    private static Chromium chromium;
    private static Page page;

    @BeforeAll
    static void open() throws IOException {
        chromium = Chromium.start();
        server = new PagesServer();
        page = chromium.session(new Browser.NewContextOptions()).newPage();
        page.navigate(server.base());
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ED25519", "ES256"})
    void provesAReadingThatADeviceSigned(Algorithm algorithm) {
        SmallLedger ledger = new SmallLedger(algorithm);
        Map<String, Object> answer = verify(ledger.proof(4, ledger.ofReading(2)), ledger.policy());
        assertThat(answer)
                .containsEntry("proved", true)
                .containsEntry("kind", "reading")
                .containsEntry("value", "72.5")
                .containsEntry("cosigners", List.of("a", "a-pq"));
    }

    @Test
    void provesConsentsAndAccesses() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        for (Evidence evidence : List.of(ledger.ofConsent(World.consentId(1)), ledger.ofConsent(World.consentId(2)))) {
            assertThat(verify(ledger.proof(6, evidence), ledger.policy()))
                    .containsEntry("proved", true)
                    .containsEntry("kind", "consent");
        }
        for (Evidence evidence : List.of(
                ledger.ofAccesses(0, 3),
                ledger.ofAccesses(1, 2),
                ledger.ofAccesses(World.HOSPITAL, World.patient(2), NO_RECORDS),
                ledger.ofAccesses(World.STRANGER, World.patient(1), NO_RECORDS))) {
            assertThat(verify(ledger.proof(6, evidence), ledger.policy()))
                    .containsEntry("proved", true)
                    .containsEntry("kind", "accesses");
        }
    }

    @Test
    void namesTheSameStepAsCoreForEveryFlippedBit() {
        SmallLedger ledger = new SmallLedger(Algorithm.ES256);
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> flipped = new ArrayList<>();
        for (byte[] proof : List.of(
                ledger.proof(4, ledger.ofReading(1)),
                ledger.proof(6, ledger.ofConsent(World.consentId(1))),
                ledger.proof(6, ledger.ofAccesses(1, 3)))) {
            for (int i = 0; i < 200; i++) {
                byte[] copy = proof.clone();
                copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
                flipped.add(copy);
            }
        }
        assertThat(stepsInTheBrowser(flipped, ledger.policy())).isEqualTo(stepsInCore(flipped, ledger.policy()));
    }

    @Test
    void namesTheSameStepAsCoreForWhatTheStepsDoNotSupport() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        List<byte[]> wrong = new ArrayList<>(wrongReadings(ledger));
        Evidence.OfConsent consent = ledger.ofConsent(World.consentId(1));
        wrong.add(ledger.proof(6, new Evidence.OfConsent(consent.entry(), World.consentId(3), consent.proof())));
        wrong.addAll(wrongAccesses(ledger));
        wrong.add(new byte[0]);
        List<String> steps = stepsInTheBrowser(wrong, ledger.policy());
        assertThat(steps).isEqualTo(stepsInCore(wrong, ledger.policy())).doesNotContain("");
        assertThat(steps)
                .contains(
                        "UNREADABLE PROOF",
                        "INCLUSION",
                        "ENTRY",
                        "COMMITMENT",
                        "ENROLMENT",
                        "PACK",
                        "STATE",
                        "TRAIL",
                        "RECORD");
    }

    /** Every hash and signature of these holds; only what was signed tells the good from the forged. */
    @Test
    void provesAReadingOnlyIfItsDeviceSignedIt() {
        for (ContentVectors.Vector vector : ContentVectors.all()) {
            assertThat(stepsInTheBrowser(List.of(vector.proof()), vector.policy()))
                    .as(vector.name())
                    .containsExactly(vector.holds() ? "" : "CONTENT");
        }
    }

    /** What the C2SP formats leave free is taken, and what they refuse is refused. */
    @Test
    void readsNotesAndPoliciesAsCoreDoes() {
        for (NoteVectors.Vector vector : NoteVectors.all()) {
            assertThat(stepsInTheBrowser(List.of(vector.proof()), vector.policy()))
                    .as(vector.name())
                    .containsExactly(vector.step())
                    .isEqualTo(stepsInCore(List.of(vector.proof()), vector.policy()));
        }
    }

    @Test
    void tellsFilesThatWereSavedOtherwiseFromForgedOnes() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        String proof = new String(ledger.proof(4, ledger.ofReading(0)), UTF_8);
        for (String saved : List.of(proof.replace("\n", "\r\n"), "\ufeff" + proof)) {
            List<byte[]> files = List.of(saved.getBytes(UTF_8));
            assertThat(stepsInTheBrowser(files, ledger.policy()))
                    .isEqualTo(stepsInCore(files, ledger.policy()))
                    .containsExactly("UNREADABLE PROOF");
        }
    }

    /** Single precision: random ones and the powers of two; half precision: all of them. */
    @Test
    void readsTheSameNumbersAsCore() throws CborRejected {
        List<String> encoded = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(8949);
        for (int i = 0; i < 2000; i++) {
            encoded.add("fa%08x".formatted(random.nextInt()));
            encoded.add("fb%016x"
                    .formatted(Double.doubleToRawLongBits((random.nextDouble() - 0.5) * Math.pow(10, i % 20))));
        }
        for (int exponent = 1; exponent < 255; exponent++) {
            encoded.add("fa%08x".formatted(exponent << 23));
        }
        for (int half = 0; half < 0x10000; half++) {
            encoded.add("f9%04x".formatted(half));
        }
        List<String> expected = new ArrayList<>();
        for (String hex : encoded) {
            expected.add(CborReader.wellFormed(HexFormat.of().parseHex(hex))
                    .readShortest()
                    .map(BigDecimal::toPlainString)
                    .orElse("none"));
        }
        assertThat(page.evaluate(SHORTEST, encoded)).isEqualTo(expected);
    }

    @Test
    void trustsNobodyButThePolicy() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        List<byte[]> proofs = List.of(ledger.proof(4, ledger.ofReading(0)));
        byte[] other = new SmallLedger(Algorithm.ED25519).policy();
        assertThat(stepsInTheBrowser(proofs, other)).containsExactly("CHECKPOINT");
        assertThat(stepsInTheBrowser(proofs, new byte[] {'x'})).containsExactly("UNREADABLE POLICY");
        byte[] nobody = "quorum none\n".getBytes(UTF_8);
        assertThat(stepsInTheBrowser(proofs, nobody)).isEqualTo(stepsInCore(proofs, nobody));
    }

    @Test
    void asksInCoresWordsWhetherThePolicyIsTheLogs() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        byte[] proof = ledger.proof(4, ledger.ofReading(0));
        for (byte[] policy : List.of(new SmallLedger(Algorithm.ED25519).policy(), "quorum none\n".getBytes(UTF_8))) {
            Verdict verdict = ProofVerifier.verify(proof, policy, Signatures.platform(), CODES);
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Refuted.class,
                            no -> assertThat(verify(proof, policy).get("detail"))
                                    .isEqualTo(no.detail()));
        }
    }

    @Test
    void tellsWhatTheBrowserCouldNotCheck() {
        SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
        Object unchecked = page.evaluate(
                """
                async ({proof, policy}) => {
                  const {verifyProof} = await import('./verify/verifier.js');
                  const {verifySignature} = await import('./verify/keys.js');
                  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));
                  const answer = await verifyProof(bytes(proof), bytes(policy), (algorithm, ...rest) =>
                    algorithm === 'ML-DSA-44' ? null : verifySignature(algorithm, ...rest));
                  return [answer.proved, ...answer.unchecked];
                }
                """, Map.of("proof", base64(ledger.proof(4, ledger.ofReading(0))), "policy", base64(ledger.policy())));
        assertThat(unchecked).isEqualTo(List.of(true, "a-pq (ML-DSA-44)"));
    }

    private static List<byte[]> wrongReadings(SmallLedger ledger) {
        Evidence.OfReading good = ledger.ofReading(1);
        Evidence.OfReading other = ledger.ofReading(2);
        Evidence.Included enrolment = good.enrolment();
        Evidence.Included anchor = new Evidence.Included(enrolment.index(), good.entry(), enrolment.path());
        return List.of(
                ledger.proof(3, good),
                ledger.proof(4, with(good, good.place(), other.reading())),
                ledger.proof(4, with(good, other.place(), good.reading())),
                ledger.proof(4, with(good, good.place(), Bytes.EMPTY)),
                ledger.proof(
                        6,
                        new Evidence.OfReading(
                                ledger.ofAccesses(0, 1).entry(),
                                good.place(),
                                good.reading(),
                                good.signed(),
                                enrolment)),
                ledger.proof(
                        4, new Evidence.OfReading(good.entry(), good.place(), good.reading(), Bytes.EMPTY, enrolment)),
                ledger.proof(
                        4, new Evidence.OfReading(good.entry(), good.place(), good.reading(), good.signed(), anchor)));
    }

    private static List<byte[]> wrongAccesses(SmallLedger ledger) {
        Evidence.OfAccesses all = ledger.ofAccesses(0, 3);
        List<Bytes> records = all.records().records();
        Evidence.Trail elsewhere = new Evidence.Trail(World.STRANGER, World.patient(1));
        Evidence.Trail other = new Evidence.Trail(World.HOSPITAL, World.patient(2));
        return Stream.of(
                        with(all, all.trail(), NO_RECORDS),
                        with(all, all.trail(), new Evidence.Records(0, records.subList(0, 2), List.of())),
                        with(all, all.trail(), new Evidence.Records(1, records.subList(0, 1), List.of())),
                        with(all, all.trail(), new Evidence.Records(0, records, List.of(Hash.sha256()))),
                        with(all, all.trail(), new Evidence.Records(Long.MAX_VALUE, records, List.of())),
                        with(all, all.trail(), new Evidence.Records(0, List.of(Bytes.EMPTY), List.of())),
                        with(all, elsewhere, all.records()),
                        with(all, other, all.records()),
                        ledger.ofAccesses(World.HOSPITAL, World.patient(2), all.records()))
                .map(evidence -> ledger.proof(6, evidence))
                .toList();
    }

    private static Evidence.OfAccesses with(Evidence.OfAccesses of, Evidence.Trail trail, Evidence.Records records) {
        return new Evidence.OfAccesses(of.entry(), trail, of.head(), of.patient(), records, of.growth());
    }

    private static Evidence.OfReading with(Evidence.OfReading of, Evidence.Place place, Bytes reading) {
        return new Evidence.OfReading(of.entry(), place, reading, of.signed(), of.enrolment());
    }

    private static Map<String, Object> verify(byte[] proof, byte[] policy) {
        return verifyAll(List.of(proof), policy).getFirst();
    }

    private static List<String> stepsInTheBrowser(List<byte[]> proofs, byte[] policy) {
        return verifyAll(proofs, policy).stream()
                .map(answer -> String.valueOf(answer.get("step")))
                .toList();
    }

    private static List<String> stepsInCore(List<byte[]> proofs, byte[] policy) {
        Signatures signatures = Signatures.platform();
        return proofs.stream()
                .map(proof -> switch (ProofVerifier.verify(proof, policy, signatures, CODES)) {
                    case Verdict.Proved proved -> "";
                    case Verdict.Refuted refuted -> refuted.step().name();
                    case Verdict.Unreadable unreadable -> "UNREADABLE " + unreadable.step();
                })
                .toList();
    }

    private static List<Map<String, Object>> verifyAll(List<byte[]> proofs, byte[] policy) {
        List<Map<String, Object>> answers = new ArrayList<>();
        Object answered = page.evaluate(
                VERIFY, Map.of("proofs", proofs.stream().map(VerifierIT::base64).toList(), "policy", base64(policy)));
        for (Object answer : (List<?>) answered) {
            Map<String, Object> fields = new LinkedHashMap<>();
            ((Map<?, ?>) answer).forEach((name, value) -> fields.put(String.valueOf(name), value));
            answers.add(fields);
        }
        return answers;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
