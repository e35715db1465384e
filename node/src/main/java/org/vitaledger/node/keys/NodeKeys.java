package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/**
 * The keys of one node.
 *
 * @param log signs the log's checkpoints
 * @param ed25519 cosigns them for the member
 * @param mlDsa44 cosigns them for the member, for the long life of medical data
 * @param spool encrypts what waits at the edge, 32 bytes
 */
public record NodeKeys(NoteSigner log, NoteSigner ed25519, NoteSigner mlDsa44, Bytes spool) {
    private static final int SPOOL_KEY_SIZE = 32;

    /**
     * Reads the keys in {@code directory}, and makes those that are missing.
     *
     * @throws KeyFault if a file can't be read, written or understood
     */
    public static NodeKeys open(Path directory, MemberId member, String origin, Signatures signatures) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", directory), e);
        }
        return new NodeKeys(
                NoteSigner.of(
                        origin,
                        SignatureType.ED25519,
                        KeyFile.open(directory.resolve("log.pem"), Algorithm.ED25519, signatures),
                        signatures),
                NoteSigner.of(
                        member.text(),
                        SignatureType.COSIGNATURE_ED25519,
                        KeyFile.open(directory.resolve("member-ed25519.pem"), Algorithm.ED25519, signatures),
                        signatures),
                NoteSigner.of(
                        member.text(),
                        SignatureType.COSIGNATURE_ML_DSA_44,
                        KeyFile.open(directory.resolve("member-ml-dsa-44.pem"), Algorithm.ML_DSA_44, signatures),
                        signatures),
                spoolKey(directory.resolve("spool.key")));
    }

    private static Bytes spoolKey(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[SPOOL_KEY_SIZE];
                new SecureRandom().nextBytes(key);
                KeyFile.writePrivately(file, Base64.getEncoder().encode(key));
            }
            byte[] key = Base64.getDecoder().decode(Files.readAllBytes(file));
            if (key.length != SPOOL_KEY_SIZE) {
                throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), null);
            }
            return Bytes.of(key);
        } catch (IllegalArgumentException e) {
            throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), e);
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
    }

    /** The member as it goes on the ledger. */
    public Member member() {
        return new Member(
                new MemberId(ed25519.verifierKey().name()),
                ed25519.verifierKey().key(),
                mlDsa44.verifierKey().key());
    }

    /** What verifiers must know to trust checkpoints of this node alone: the log, and both cosignatures of the member. */
    public Policy policy() {
        return new Policy(
                List.of(new Policy.Log(log.verifierKey(), Optional.empty())),
                List.of(
                        new Policy.Witness("member-ed25519", ed25519.verifierKey(), Optional.empty()),
                        new Policy.Witness("member-ml-dsa-44", mlDsa44.verifierKey(), Optional.empty())),
                List.of(new Policy.Group("members", 2, List.of("member-ed25519", "member-ml-dsa-44"))),
                "members");
    }
}
