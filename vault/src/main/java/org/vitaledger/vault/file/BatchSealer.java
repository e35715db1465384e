package org.vitaledger.vault.file;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKey;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.proof.Commitment;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.key.PatientKeys;

/**
 * Makes the records of batches. A pack of a patient whose key was destroyed is committed like any other, so that the
 * gateway's batches go on, but sealed under a key that nobody keeps. Safe for any thread.
 */
final class BatchSealer {
    private static final int RANDOM = BatchRecord.NONCE + Packed.SEED;

    private final PatientKeys keys;
    private final SecureRandom random;

    BatchSealer(PatientKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    /**
     * A batch ready to be written.
     *
     * @param payload its record
     * @param sealed what it commits to
     * @param packs what the index learns
     */
    record Ready(byte[] payload, SealedBatch sealed, List<PackFacts> packs) {}

    /** Seals every pack under a key of its patient, which is durable before this returns. */
    Ready seal(Batch batch) {
        List<Batch.Pack> packs = batch.packs();
        Set<PatientHandle> patients = new LinkedHashSet<>();
        packs.forEach(pack -> patients.add(pack.patient()));
        keys.ensure(patients);
        byte[] randoms = new byte[packs.size() * RANDOM];
        random.nextBytes(randoms);
        return new Work(batch, randoms).run();
    }

    /** One batch on its way into its record. */
    private final class Work {
        private final Sealing sealing = Sealing.ofThread();
        private final Scratch out = sealing.record.reset();
        private final Batch batch;
        private final byte[] randoms;
        private final List<PackEntry> entries = new ArrayList<>();
        private final List<PackFacts> facts = new ArrayList<>();
        private final List<Hash> commitments = new ArrayList<>();
        private int leaves;

        Work(Batch batch, byte[] randoms) {
            this.batch = batch;
            this.randoms = randoms;
        }

        Ready run() {
            BatchHeader header = new BatchHeader(batch.gateway(), batch.number());
            header.write(out);
            out.put64(batch.origin()).put32(batch.packs().size());
            int readings = 0;
            for (Batch.Pack pack : batch.packs()) {
                readings += pack.readings().size();
            }
            out.put32(readings);
            int entriesAt = out.skip(batch.packs().size() * PackEntry.SIZE);
            int commitmentsAt = out.skip(readings * Hash.SIZE);
            for (int i = 0; i < batch.packs().size(); i++) {
                seal(header, i, batch.packs().get(i));
            }
            byte[] payload = out.toArray();
            fill(payload, entriesAt, commitmentsAt);
            SealedBatch sealed = new SealedBatch(
                    batch.gateway(), batch.number(), batch.origin(), BatchRecord.ranges(entries), commitments);
            return new Ready(payload, sealed, facts);
        }

        private void seal(BatchHeader header, int number, Batch.Pack pack) {
            Hash signed = requireConsistent(pack);
            int seedAt = number * RANDOM + BatchRecord.NONCE;
            Packed.write(sealing.plain.reset(), randoms, seedAt, pack);
            int length = sealing.plain.size() + BatchRecord.SEAL;
            PackEntry entry = PackEntry.of(pack, keys.fingerprint(signed), length);
            Optional<SecretKey> key = keys.dataKey(pack.patient(), entry.period());
            byte[] binding = header.binding(sealing.binding, number, entry);
            int at = out.skip(length);
            System.arraycopy(randoms, number * RANDOM, out.array(), at, BatchRecord.NONCE);
            sealing.seal(key.orElseGet(keys::throwawayKey), binding, new Sealing.Sealed(out.array(), at, length));
            entries.add(entry);
            PackFacts.Content content = key.isPresent() ? PackFacts.Content.of(pack.readings()) : null;
            facts.add(new PackFacts(entry, number, new BatchRecord.Place(at, leaves), content));
            sealing.seed(randoms, seedAt, Packed.SEED);
            for (Reading reading : pack.readings()) {
                commitments.add(Commitment.of(sealing.salt(reading.id().index()), reading));
            }
            leaves += pack.readings().size();
        }

        private void fill(byte[] payload, int entriesAt, int commitmentsAt) {
            Scratch clear = sealing.binding.reset();
            entries.forEach(entry -> entry.write(clear));
            System.arraycopy(clear.array(), 0, payload, entriesAt, clear.size());
            int at = commitmentsAt;
            for (Hash commitment : commitments) {
                System.arraycopy(commitment.toArray(), 0, payload, at, Hash.SIZE);
                at += Hash.SIZE;
            }
        }
    }

    private static Hash requireConsistent(Batch.Pack pack) {
        Hash signed = Hash.sha256(pack.signed().toArray());
        int before = -1;
        for (Reading reading : pack.readings()) {
            if (!reading.patient().equals(pack.patient())
                    || !reading.id().device().equals(pack.device())
                    || reading.id().sequence() != pack.sequence()
                    || reading.id().index() <= before
                    || !reading.pack().equals(signed)) {
                throw new IllegalArgumentException("a reading is not of the pack that it came with");
            }
            before = reading.id().index();
        }
        return signed;
    }
}
