package org.vitaledger.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.audit.AuditRecord;
import org.vitaledger.core.proof.ProofVerifier;
import org.vitaledger.core.proof.Statement;
import org.vitaledger.core.proof.TrailGrowth;
import org.vitaledger.core.proof.Verdict;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Reading;
import org.vitaledger.ledger.DeclaredCodes;
import org.vitaledger.ledger.follow.Breach;
import org.vitaledger.node.keys.CertificateFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitaledger verify}: checks a proof, evidence or a time stamp offline. */
@Command(
        name = "verify",
        description = {
            "Check a file offline, with nothing but a policy file (C2SP tlog-policy): a proof (C2SP tlog-proof), evidence"
                    + " that 'follow' or a witness wrote, or a checkpoint and its time stamp (RFC 3161).",
        },
        exitCodeList = {"0:proved", "1:refuted", "2:wrong usage", "3:a file can't be read, or is not what it should be"
        })
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The proof, usually *.tlog-proof, the evidence, or the checkpoint.")
    private Path file = Path.of("");

    @Mixin
    private PolicyOption policy = new PolicyOption();

    @Option(
            names = "--earlier",
            paramLabel = "PROOF",
            description = "Of accesses: an earlier proof, of which the member must have taken nothing back.")
    private @Nullable Path earlier;

    @ArgGroup(exclusive = false)
    private @Nullable Stamp stamp;

    @Mixin
    private Output output = new Output();

    /** What a time stamp is checked with. */
    static final class Stamp {
        @Option(
                names = "--timestamp",
                required = true,
                paramLabel = "FILE",
                description = "The stamp over the checkpoint in the other FILE: a token or an authority's reply, DER.")
        private Path token = Path.of("");

        @Option(
                names = "--tsa",
                required = true,
                paramLabel = "FILE",
                description = "The certificate that the time stamping authority signs with, PEM.")
        private Path authority = Path.of("");
    }

    @Override
    public Integer call() throws IOException {
        byte[] content = Files.readAllBytes(file);
        Map<String, Object> facts;
        if (stamp != null) {
            facts = OutsideFacts.ofStamp(
                    content, policy.policy(), Files.readAllBytes(stamp.token), CertificateFile.read(stamp.authority));
        } else if (Breach.isOne(content)) {
            facts = OutsideFacts.ofBreach(content, policy.content());
        } else {
            Verdict verdict = verdict(content);
            facts = facts(verdict);
            if (earlier != null) {
                compare(facts, verdict(Files.readAllBytes(earlier)), verdict);
            }
        }
        output.print(facts);
        return switch (String.valueOf(facts.get("verdict"))) {
            case "proved" -> ExitCode.YES;
            case OutsideFacts.UNREADABLE -> ExitCode.FAULT;
            default -> ExitCode.NO;
        };
    }

    private Verdict verdict(byte[] proof) throws IOException {
        return ProofVerifier.verify(proof, policy.content(), Signatures.platform(), DeclaredCodes.load());
    }

    /** Adds what became of an earlier trail: taken back is refuted, and what is not shown is no verdict. */
    private static void compare(Map<String, Object> facts, Verdict before, Verdict now) {
        if (now instanceof Verdict.Proved last) {
            TrailGrowth growth = before instanceof Verdict.Proved first
                            && first.checkpoint()
                                    .origin()
                                    .equals(last.checkpoint().origin())
                            && first.statement() instanceof Statement.AccessesRecorded earlier
                            && last.statement() instanceof Statement.AccessesRecorded later
                    ? TrailGrowth.between(earlier, later)
                    : TrailGrowth.OF_ANOTHER;
            facts.put("earlier", growth.name());
            switch (growth) {
                case KEPT -> {}
                case TAKEN_BACK -> facts.put("verdict", "refuted");
                case NOT_SHOWN, OLDER, OF_ANOTHER -> facts.put("verdict", OutsideFacts.UNREADABLE);
            }
        }
    }

    private static Map<String, Object> facts(Verdict verdict) {
        Map<String, Object> facts = new LinkedHashMap<>();
        switch (verdict) {
            case Verdict.Refuted(var step, var detail) -> {
                facts.put("verdict", "refuted");
                facts.put("step", step.name());
                facts.put("detail", detail);
            }
            case Verdict.Unreadable(var step, var detail) -> {
                facts.put("verdict", OutsideFacts.UNREADABLE);
                facts.put("step", step.name());
                facts.put("detail", detail);
            }
            case Verdict.Proved proved -> {
                facts.put("verdict", "proved");
                switch (proved.statement()) {
                    case Statement.ReadingCommitted s -> reading(facts, s);
                    case Statement.ConsentStood s -> consent(facts, s);
                    case Statement.AccessesRecorded s -> accesses(facts, s);
                }
                facts.put("log", proved.checkpoint().origin());
                facts.put("size", proved.checkpoint().size());
                facts.put("root", proved.checkpoint().root().base64());
                facts.put("cosigners", String.join(", ", proved.cosigners()));
            }
        }
        return facts;
    }

    private static void reading(Map<String, Object> facts, Statement.ReadingCommitted committed) {
        Reading reading = committed.reading();
        facts.put("what", "a reading: its device signed the number, its gateway committed it");
        facts.put("reading", reading.id().text());
        facts.put("time", reading.time().toString());
        facts.put("code", "LOINC " + reading.code());
        facts.put("value", reading.value() + " " + reading.unit());
        Statement.Said said = committed.said();
        facts.put("deviceSaid", (said.parameter() + " " + said.value() + " " + said.unit()).strip());
        facts.put("patientByGateway", reading.patient().text());
        facts.put(
                "deviceKey",
                committed.deviceKey().algorithm() + " "
                        + committed.deviceKey().raw().hex());
        facts.put("gateway", committed.gateway().toString());
        facts.put("batch", committed.batch());
        facts.put(
                "notProved",
                "that the reading is the patient's, that the key was not revoked by then, that nothing was left out");
    }

    private static void consent(Map<String, Object> facts, Statement.ConsentStood stood) {
        facts.put("what", "how a consent stood after a block");
        facts.put("consent", stood.id().text());
        facts.put("height", stood.height());
        facts.put("time", stood.time().toString());
        facts.put("status", stood.consent().map(Consent::status).map(Enum::name).orElse("ABSENT"));
        stood.consent().ifPresent(consent -> {
            facts.put("version", consent.version());
            facts.put("patient", consent.patient().text());
            facts.put("until", consent.terms().end().toString());
        });
    }

    private static void accesses(Map<String, Object> facts, Statement.AccessesRecorded recorded) {
        facts.put("what", "which accesses to a patient's data a member had recorded, up to what it anchored last");
        facts.put("member", recorded.member().text());
        facts.put("patient", recorded.patient().text());
        facts.put("records", recorded.count());
        facts.put("all", recorded.areAll());
        for (AuditRecord record : recorded.accesses()) {
            facts.put("access " + record.number(), line(record));
        }
        facts.put("by", recorded.time().toString());
        facts.put("recordsOfAll", recorded.head().size());
        recorded.head()
                .loss()
                .ifPresent(loss -> facts.put(
                        "lost",
                        "recorded " + loss.times() + " times; at worst, as the member says, " + loss.kept() + " of "
                                + loss.counted() + " records of all patients were left"));
        facts.put("notProved", "that the member recorded every access");
    }

    private static String line(AuditRecord record) {
        return String.join(
                " ",
                record.access().time().toString(),
                record.access().interaction(),
                "by",
                record.request().principal().text(),
                record.request().role().name(),
                record.request().purpose().name(),
                record.decision().denied().map(Enum::name).orElse("PERMITTED"));
    }
}
