package org.vitaledger.ledger.solo;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.ledger.LedgerKeys;

/** Opens ledgers of the hospital, with keys made once and a clock that can be set. */
public final class SoloLedgers {
    public static final Signatures SIGNATURES = Signatures.platform();
    public static final LedgerKeys KEYS = keys();

    private volatile Instant now = World.START;
    final InstantSource clock = () -> now;

    void setClock(Instant instant) {
        now = instant;
    }

    public SoloOptions options() {
        return SoloOptions.defaults(clock);
    }

    public SoloLedger open(Path directory) {
        return SoloLedger.open(directory, KEYS, options());
    }

    public static LedgerKeys keys() {
        return new LedgerKeys(
                signer("ledger.example/vitaledger", SignatureType.ED25519),
                signer(World.HOSPITAL.text(), SignatureType.COSIGNATURE_ED25519),
                signer(World.HOSPITAL.text(), SignatureType.COSIGNATURE_ML_DSA_44));
    }

    private static NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(name, type, SIGNATURES.generate(type.algorithm(), new SecureRandom()), SIGNATURES);
    }
}
