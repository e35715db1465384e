package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.LedgerKeys;

/**
 * The keys of one node.
 *
 * @param ledger signs and cosigns the log's checkpoints
 * @param spool encrypts what waits at the edge, 32 bytes
 */
public record NodeKeys(LedgerKeys ledger, Bytes spool) {
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
        LedgerKeys ledger = new LedgerKeys(
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
                        signatures));
        return new NodeKeys(ledger, spoolKey(directory.resolve("spool.key")));
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
}
