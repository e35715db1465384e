package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.note.VerifierKey;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.LedgerKeys;

/**
 * The keys of one node.
 *
 * @param ledger signs and cosigns the log's checkpoints
 * @param later those that were made afterwards, the newest last; which hold is for the consortium to say
 * @param spool encrypts what waits at the edge, 32 bytes
 * @param audit encrypts the audit log, 32 bytes
 */
public record NodeKeys(LedgerKeys ledger, List<LedgerKeys> later, Bytes spool, Bytes audit) {
    private static final String LOG_KEY = "log.pem";
    private static final int SECRET_SIZE = 32;

    public NodeKeys {
        later = List.copyOf(later);
    }

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
        List<LedgerKeys> all = folders(directory).stream()
                .map(folder -> ledger(directory, folder, member, origin, signatures))
                .toList();
        return new NodeKeys(
                all.getFirst(),
                all.subList(1, all.size()),
                secret(directory.resolve("spool.key")),
                secret(directory.resolve("audit.key")));
    }

    /**
     * Makes further keys of the member, to propose to the others instead of those that it has.
     *
     * @return the folder with them
     * @throws KeyFault if a file can't be read, written or understood
     */
    public static Path renew(Path directory, MemberId member, String origin, Signatures signatures) {
        Path folder = directory.resolve(Integer.toString(folders(directory).size() + 1));
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", folder), e);
        }
        var _ = ledger(directory, folder, member, origin, signatures);
        return folder;
    }

    /** Where keys of the member are: {@code directory}, and in it 2, 3 and so on, the newest last. */
    public static List<Path> folders(Path directory) {
        List<Path> folders = new ArrayList<>();
        for (Path next = directory;
                Files.isDirectory(next);
                next = directory.resolve(Integer.toString(folders.size() + 1))) {
            folders.add(next);
        }
        return folders;
    }

    private static LedgerKeys ledger(
            Path first, Path directory, MemberId member, String origin, Signatures signatures) {
        return new LedgerKeys(
                NoteSigner.of(
                        origin,
                        SignatureType.ED25519,
                        KeyFile.open(first.resolve(LOG_KEY), Algorithm.ED25519, signatures),
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
                        signatures));
    }

    /** The keys that the log's checkpoints may be signed with, the oldest first. */
    public List<LedgerKeys> all() {
        List<LedgerKeys> all = new ArrayList<>();
        all.add(ledger);
        all.addAll(later);
        return all;
    }

    /** What the member signs alone, with whichever of its keys. */
    public Policy policy() {
        List<Policy.Witness> witnesses = new ArrayList<>();
        List<Policy.Group> groups = new ArrayList<>();
        for (LedgerKeys keys : all()) {
            String name = "keys-" + (groups.size() + 1);
            VerifierKey ed25519 = keys.ed25519().verifierKey();
            VerifierKey mlDsa44 = keys.mlDsa44().verifierKey();
            witnesses.add(new Policy.Witness(name + ":ed25519", ed25519, Optional.empty()));
            witnesses.add(new Policy.Witness(name + ":ml-dsa-44", mlDsa44, Optional.empty()));
            groups.add(new Policy.Group(name, 2, List.of(name + ":ed25519", name + ":ml-dsa-44")));
        }
        List<String> names = groups.stream().map(Policy.Group::name).toList();
        groups.add(new Policy.Group("any", 1, names));
        Policy.Log log = new Policy.Log(ledger.log().verifierKey(), Optional.empty());
        return new Policy(List.of(log), witnesses, groups, "any");
    }

    private static Bytes secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[SECRET_SIZE];
                new SecureRandom().nextBytes(key);
                KeyFile.writePrivately(file, Base64.getEncoder().encode(key));
            }
            byte[] key = Base64.getDecoder().decode(Files.readAllBytes(file));
            if (key.length != SECRET_SIZE) {
                throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), null);
            }
            return Bytes.of(key);
        } catch (IllegalArgumentException e) {
            throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), e);
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
    }
}
