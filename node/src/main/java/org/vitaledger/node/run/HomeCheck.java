package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.vitaledger.api.audit.AuditCheck;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.core.audit.AuditHead;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.merkle.MerkleTree;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.Finding;
import org.vitaledger.journal.JournalCheck;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.ledger.log.LogFsck;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloOptions;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.keys.StorePassword;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.VaultCheck;
import org.vitaledger.vault.file.VaultCheckOptions;

/**
 * Derives again all that a stopped node holds from its raw data, changes nothing, and tells what differs: the log and its
 * checkpoints, the vault and its index, the audit chains, the spool, and the vault against the ledger.
 */
public final class HomeCheck {
    private final NodeHome home;
    private final Signatures signatures;
    private final CheckOptions options;
    private final CheckProgress progress;
    private final List<String> findings = new ArrayList<>();
    private final Map<GatewayId, SealedBatch> lastBatches = new HashMap<>();

    private HomeCheck(NodeHome home, Signatures signatures, CheckOptions options) {
        this.home = home;
        this.signatures = signatures;
        this.options = options;
        this.progress = new CheckProgress(options.progress(), System::nanoTime);
    }

    /**
     * What a check saw.
     *
     * @param counts how much was looked at, by name
     * @param findings everything that differs, each naming its place; no patient data
     */
    public record Report(Map<String, Long> counts, List<String> findings) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /** As {@link #check(Path, Signatures, CheckOptions)}, from the first entry on. */
    public static Report check(Path folder, Signatures signatures, Consumer<String> progress) throws IOException {
        return check(folder, signatures, CheckOptions.all(progress));
    }

    /**
     * Checks a node's folder.
     *
     * @throws org.vitaledger.core.fault.Fault if the node runs, a file can't be read, keys are missing, or the checkpoint to
     *     begin from is not valid under the node's policy
     */
    public static Report check(Path folder, Signatures signatures, CheckOptions options) throws IOException {
        return new HomeCheck(new NodeHome(folder), signatures, options).run();
    }

    private Report run() throws IOException {
        if (!home.isThere()) {
            throw new NodeFault(NodeFault.NodeCode.NO_HOME, Map.of("folder", home.root()), null);
        }
        KeyGuard.requireComplete(home);
        Map<String, Long> counts = new HashMap<>();
        Policy policy;
        try {
            policy = Policy.parse(Files.readAllBytes(home.policy()));
        } catch (NoteRejected e) {
            return new Report(counts, List.of(home.policy() + ": not a tlog-policy, line " + e.line()));
        }
        NodeKeys keys = keys(policy);
        checkLog(policy, keys, counts);
        checkVault(counts);
        progress.begin("edge");
        for (Path journal : List.of(home.edge().resolve("spool"), home.edge().resolve("quarantine"))) {
            if (Files.isDirectory(journal)) {
                JournalCheck.check(journal, record -> {}).findings().stream()
                        .map(Finding::toString)
                        .forEach(findings::add);
            }
        }
        if (findings.isEmpty()) {
            againstState(keys, counts);
        }
        return new Report(counts, findings);
    }

    private void checkLog(Policy policy, NodeKeys keys, Map<String, Long> counts) throws IOException {
        Optional<Checkpoint> trusted = Optional.empty();
        if (options.from().isPresent()) {
            trusted = Optional.of(TrustedCheckpoint.read(options.from().get(), policy, signatures));
            counts.put("trustedEntries", trusted.get().size());
        }
        progress.begin("ledger");
        // What a member keeps is cosigned by itself alone.
        LogFsck.Report log = LogFsck.check(
                home.ledger(), keys.policy(), signatures, new LogFsck.Options(trusted, progress::entries));
        log.findings().forEach(finding -> findings.add(finding.toString()));
        counts.put("blocks", log.blocks());
        counts.put("entries", log.entries());
        counts.put("checkpoints", log.checkpoints());
    }

    private void checkVault(Map<String, Long> counts) {
        progress.begin("vault");
        VaultCheck.Report vault = VaultCheck.check(
                new VaultCheck.Target(home.vault(), home.keys().resolve("vault.p12"), StorePassword.find(home.keys())),
                VaultCheckOptions.of(options.scratch(), progress::vault),
                batch -> lastBatches.put(batch.gateway(), batch));
        vault.findings().forEach(finding -> findings.add(finding.toString()));
        counts.put("batches", vault.batches());
        counts.put("readings", vault.readings());
    }

    /** The node's keys, in the name of the member of the policy whose they are. */
    private NodeKeys keys(Policy policy) {
        String origin = policy.logs().getFirst().key().name();
        List<NodeKeys> candidates = policy.witnesses().stream()
                .map(witness -> witness.key().name())
                .distinct()
                .map(member -> NodeKeys.open(home.keys(), new MemberId(member), origin, signatures))
                .toList();
        return candidates.stream()
                .filter(keys -> policy.witnesses().stream()
                        .anyMatch(witness -> keys.all().stream()
                                .anyMatch(each ->
                                        witness.key().equals(each.ed25519().verifierKey()))))
                .findFirst()
                .orElse(candidates.getFirst());
    }

    /** This member's copy of the log, opened with those of its keys that it signed with last. */
    private SoloLedger copy(List<LedgerKeys> keys, SoloOptions options) {
        try {
            return SoloLedger.open(home.ledger(), keys.getLast(), options);
        } catch (SubmitFault e) {
            if (e.code() != SubmitFault.Kind.OTHER_KEYS || keys.size() == 1) {
                throw e;
            }
            return copy(keys.subList(0, keys.size() - 1), options);
        }
    }

    /** What must agree between the parts; asks for a log that is whole. */
    private void againstState(NodeKeys keys, Map<String, Long> counts) throws IOException {
        progress.begin("audit");
        InstantSource clock = () -> Instant.EPOCH;
        try (SoloLedger ledger = copy(keys.all(), SoloOptions.defaults(clock))) {
            State state = ledger.snapshot().state();
            AuditLog.Setup setup =
                    new AuditLog.Setup(ledger.member(), keys.audit(), JournalOptions.defaults(), new SecureRandom());
            AuditHead anchored = state.auditHead(ledger.member()).orElse(AuditHead.EMPTY);
            AuditCheck.Report audit = AuditCheck.check(home.api().resolve("audit"), setup, anchored);
            findings.addAll(audit.findings());
            counts.put("auditRecords", audit.records());
            lastBatches.forEach((gateway, batch) -> compare(batch, state.gateway(gateway)));
        }
    }

    /** The vault may be ahead of the ledger by what was sealed and not anchored yet, never behind, never different. */
    private void compare(SealedBatch batch, Optional<State.GatewayHead> head) {
        long anchored = head.map(State.GatewayHead::number).orElse(0L);
        if (anchored > batch.number()) {
            findings.add(home.vault() + ": the ledger has batch " + anchored + " where the vault ends with "
                    + batch.number());
        } else if (anchored == batch.number()
                && !root(batch).equals(head.orElseThrow().root())) {
            findings.add(home.vault() + ": batch " + anchored + " has another root than the ledger");
        }
    }

    private static Hash root(SealedBatch batch) {
        MerkleTree tree = new MerkleTree();
        batch.commitments().forEach(commitment -> tree.append(TreeHash.leaf(commitment.bytes())));
        return tree.root();
    }
}
