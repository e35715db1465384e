package org.vitaledger.ledger.remote;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Roster;

/** The keys of a consortium of four, all in the hands of a test; three of them make the quorum. */
public final class FourMembers {
    public static final Signatures SIGNATURES = Signatures.platform();
    public static final String ORIGIN = "ledger.example/four";
    public static final int A = 0;
    public static final int B = 1;
    public static final int C = 2;
    public static final int D = 3;

    private final NoteSigner log = signer(ORIGIN, SignatureType.ED25519);
    private final List<NoteSigner> ed25519 = signers(SignatureType.COSIGNATURE_ED25519);
    private final List<NoteSigner> mlDsa44 = signers(SignatureType.COSIGNATURE_ML_DSA_44);

    public static String name(int member) {
        return "hospital-" + (char) ('a' + member) + ".example";
    }

    public Policy policy() {
        return new Roster(
                        log.verifierKey(),
                        IntStream.range(0, 4).mapToObj(this::member).toList())
                .policy();
    }

    /** A checkpoint that the log's key and some members signed at a time. */
    public SignedNote sign(long size, Hash root, long posixSeconds, int... members) {
        return sign(new Checkpoint(ORIGIN, size, root), posixSeconds, members);
    }

    public SignedNote sign(Checkpoint checkpoint, long posixSeconds, int... members) {
        List<NoteSignature> all = new ArrayList<>(List.of(log.sign(checkpoint, posixSeconds)));
        for (int member : members) {
            all.add(ed25519.get(member).sign(checkpoint, posixSeconds));
            all.add(mlDsa44.get(member).sign(checkpoint, posixSeconds));
        }
        return new SignedNote(checkpoint.text(), all);
    }

    public static NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(name, type, SIGNATURES.generate(type.algorithm(), new SecureRandom()), SIGNATURES);
    }

    private Member member(int member) {
        return new Member(
                new MemberId(name(member)),
                ed25519.get(member).verifierKey().key(),
                mlDsa44.get(member).verifierKey().key());
    }

    private static List<NoteSigner> signers(SignatureType type) {
        return IntStream.range(0, 4)
                .mapToObj(member -> signer(name(member), type))
                .toList();
    }
}
