package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;

/**
 * The keys of a witness.
 *
 * @param signers for Ed25519 and for ML-DSA-44 cosignatures, under one name
 * @param fresh whether they were made just now
 */
public record WitnessKeys(List<NoteSigner> signers, boolean fresh) {
    public WitnessKeys {
        signers = List.copyOf(signers);
    }

    /**
     * Reads the keys, or makes them: the Ed25519 key in {@code file}, the ML-DSA-44 key beside it in
     * {@code file.ml-dsa-44}.
     *
     * @throws KeyFault if a file can't be read, written or understood
     */
    public static WitnessKeys open(Path file, String name, Signatures signatures) {
        Path second = file.resolveSibling(file.getFileName() + ".ml-dsa-44");
        boolean fresh = !Files.exists(file) && !Files.exists(second);
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
        NoteSigner ed25519 = NoteSigner.of(
                name, SignatureType.COSIGNATURE_ED25519, KeyFile.open(file, Algorithm.ED25519, signatures), signatures);
        NoteSigner mlDsa44 = NoteSigner.of(
                name,
                SignatureType.COSIGNATURE_ML_DSA_44,
                KeyFile.open(second, Algorithm.ML_DSA_44, signatures),
                signatures);
        return new WitnessKeys(List.of(ed25519, mlDsa44), fresh);
    }
}
