package org.vitaledger.core.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.merkle.TreeHash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.note.TlogProof;
import org.vitaledger.core.sign.Algorithm;

/** Proofs of one reading whose checkpoints and policies use what the C2SP formats leave free, and what they refuse. */
public final class NoteVectors {
    private static final String LONG_NAME = "n".repeat(300);
    private static final long NOW = 1_767_225_600L;

    private final SmallLedger ledger = new SmallLedger(Algorithm.ED25519);
    private final List<Vector> all = new ArrayList<>();

    /** @param step what a verifier answers: the step that fails, or nothing if all hold */
    public record Vector(String name, byte[] proof, byte[] policy, String step) {}

    private NoteVectors() {}

    public static List<Vector> all() {
        NoteVectors vectors = new NoteVectors();
        vectors.notes();
        vectors.policies();
        return vectors.all;
    }

    private void notes() {
        NoteSigner log = ledger.log;
        NoteSigner stranger = signer(LONG_NAME, SignatureType.ED25519);
        Checkpoint plain = checkpoint(SmallLedger.ORIGIN, List.of());
        Checkpoint extended = checkpoint(SmallLedger.ORIGIN, List.of("more", "lines"));
        byte[] both = policy(log, ledger.member, ledger.memberPq);
        add("extension lines", proof(extended, log, ledger.member, ledger.memberPq), both, "");
        add("a stranger's long name", proof(plain, stranger, log, ledger.member, ledger.memberPq), both, "");
        Checkpoint other = checkpoint(LONG_NAME, List.of());
        NoteSigner longLog = signer(LONG_NAME, SignatureType.ED25519);
        add("a long origin", proof(other, longLog, ledger.member), policy(longLog, ledger.member), "");
        NoteSignature claimed = ledger.memberPq.sign(plain, NOW);
        SignedNote note = new SignedNote(
                other.text(), List.of(longLog.sign(other, NOW), ledger.member.sign(other, NOW), claimed));
        add(
                "a long origin that ML-DSA-44 can't commit to",
                proof(note),
                policy(longLog, ledger.member, ledger.memberPq),
                "CHECKPOINT");
        Checkpoint empty = new Checkpoint(SmallLedger.ORIGIN, 0, TreeHash.leaf(new byte[] {1}));
        add("no leaves, and the root of some", proof(empty, log, ledger.member, ledger.memberPq), both, "INCLUSION");
    }

    private void policies() {
        Checkpoint plain = checkpoint(SmallLedger.ORIGIN, List.of());
        for (SignatureType type : SignatureType.values()) {
            NoteSigner log = signer(SmallLedger.ORIGIN, type);
            add("a log's key " + type, proof(plain, log, ledger.member), policy(log, ledger.member), "");
        }
        byte[] good = policy(ledger.log, ledger.member);
        byte[] proof = proof(plain, ledger.log, ledger.member);
        add("a last line without end", proof, Arrays.copyOf(good, good.length - 1), "UNREADABLE POLICY");
        add("an empty last line", proof, concat(good, "\n"), "");
        add("a last line of spaces without end", proof, concat(good, "  "), "UNREADABLE POLICY");
        add("an empty policy", proof, new byte[0], "UNREADABLE POLICY");
        byte[] longName = (longMlDsa44Log() + new String(good, UTF_8)).getBytes(UTF_8);
        add("a long name of an ML-DSA-44 key", proof, longName, "UNREADABLE POLICY");
    }

    private void add(String name, byte[] proof, byte[] policy, String step) {
        all.add(new Vector(name, proof, policy, step));
    }

    private String longMlDsa44Log() {
        Bytes key = Bytes.of((byte) SignatureType.COSIGNATURE_ML_DSA_44.code())
                .plus(ledger.memberPq.verifierKey().key().raw());
        Hash id = Hash.sha256((LONG_NAME + "\n").getBytes(UTF_8), key.toArray());
        return "log " + LONG_NAME + "+" + HexFormat.of().formatHex(id.toArray(), 0, 4) + "+"
                + Base64.getEncoder().encodeToString(key.toArray()) + "\n";
    }

    private Checkpoint checkpoint(String origin, List<String> extensions) {
        return new Checkpoint(origin, ledger.tree.size(), ledger.tree.root(), extensions);
    }

    private byte[] proof(Checkpoint checkpoint, NoteSigner... signers) {
        return proof(new SignedNote(
                checkpoint.text(),
                Arrays.stream(signers)
                        .map(signer -> signer.sign(checkpoint, NOW))
                        .toList()));
    }

    private byte[] proof(SignedNote note) {
        Bytes evidence = ledger.ofReading(1).encode();
        return new TlogProof(Optional.of(evidence), 4, ledger.tree.inclusion(4).path(), note).encode();
    }

    private static byte[] policy(NoteSigner log, NoteSigner... witnesses) {
        StringBuilder text =
                new StringBuilder("log ").append(log.verifierKey().text()).append('\n');
        StringBuilder members = new StringBuilder();
        for (NoteSigner witness : witnesses) {
            String name = "w" + witness.verifierKey().type().code();
            members.append(' ').append(name);
            text.append("witness " + name + " ")
                    .append(witness.verifierKey().text())
                    .append('\n');
        }
        return text.append("group all all" + members + "\nquorum all\n")
                .toString()
                .getBytes(UTF_8);
    }

    private static byte[] concat(byte[] policy, String more) {
        return (new String(policy, UTF_8) + more).getBytes(UTF_8);
    }

    private static NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(
                name,
                type,
                SmallLedger.SIGNATURES.generate(type.algorithm(), new SecureRandom()),
                SmallLedger.SIGNATURES);
    }
}
