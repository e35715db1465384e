package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Batch;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.FileVault;
import org.vitaledger.vault.file.FileVaultOptions;
import org.vitaledger.vault.file.VaultCheck;
import org.vitaledger.vault.key.NodeKeyStore;

/** A vault with many readings, and how fast {@code fsck} derives it again. */
final class FsckBench {
    private static final GatewayId GATEWAY = new GatewayId(new MemberId("hospital.example"), "edge-1");
    private static final char[] PASSWORD = "a password of the benchmark".toCharArray();
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BATCH_READINGS = 5000;
    private static final int BATCH_PACKS = 500;
    private static final int WAITING = 8;
    private static final int HEADER = 80;
    private static final int SIGNED_READING = 37;
    private static final double MILLION = 1e6;

    private final long readings;
    private final int pack;
    private final int patients;

    /**
     * @param readings how many to seal
     * @param pack how many in a pack
     * @param patients how many patients wear a device each
     */
    FsckBench(long readings, int pack, int patients) {
        this.readings = readings;
        this.pack = pack;
        this.patients = patients;
    }

    /** Fills a vault below {@code home}. */
    void fill(Path home) throws IOException {
        Files.createDirectories(home);
        InstantSource clock = () -> START;
        FileVaultOptions options =
                FileVaultOptions.of(NodeKeyStore.openOrCreate(keyStore(home), PASSWORD, new SecureRandom()), clock);
        try (FileVault vault = FileVault.open(vault(home), options)) {
            Deque<CompletableFuture<SealedBatch>> waiting = new ArrayDeque<>();
            Ward ward = new Ward();
            for (long number = 1; ward.made < readings; number++) {
                waiting.add(vault.seal(ward.batch(number)));
                if (waiting.size() >= WAITING) {
                    waiting.remove().join();
                }
            }
            waiting.forEach(CompletableFuture::join);
        }
    }

    /** Checks what {@link #fill} filled, as often as it is called. */
    Map<String, Object> check(Path home) {
        Duration cpuBefore = Resources.cpu();
        long started = System.nanoTime();
        VaultCheck.Report report = VaultCheck.check(vault(home), keyStore(home), PASSWORD, _ -> {});
        double seconds = (System.nanoTime() - started) / 1e9;
        double cpu = Resources.cpu().minus(cpuBefore).toMillis() / 1e3;
        if (!report.findings().isEmpty() || report.opened() != report.readings()) {
            throw new IllegalStateException("a vault that was just filled is whole: " + report.findings());
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("pack", pack);
        row.put("patients", patients);
        row.put("readings", report.readings());
        row.put("journalMiB", Resources.diskBytes(vault(home).resolve("journal")) >> 20);
        row.put("indexMiB", Resources.diskBytes(vault(home).resolve("index")) >> 20);
        row.put("seconds", rounded(seconds));
        row.put("readingsPerSecond", Math.round(report.readings() / seconds));
        row.put("cpuSecondsPerMillion", rounded(cpu * MILLION / report.readings()));
        row.put("coresBusy", rounded(cpu / seconds));
        row.put("heapLimitMiB", Runtime.getRuntime().maxMemory() >> 20);
        row.put("peakResidentMiB", Resources.peakResidentBytes() >> 20);
        return row;
    }

    private static Path vault(Path home) {
        return home.resolve("vault");
    }

    private static Path keyStore(Path home) {
        return home.resolve("vault.p12");
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** Patients with a monitor each that sends a pack in turn. */
    private final class Ward {
        private static final List<String> CODES = List.of("8867-4", "59408-5", "9279-1", "8310-5", "8480-6", "8462-4");
        private static final List<String> UNITS = List.of("/min", "%", "/min", "Cel", "mm[Hg]", "mm[Hg]");

        private final SplittableRandom random = new SplittableRandom(1);
        private long packs;
        private long made;

        Batch batch(long number) {
            List<Batch.Pack> batch = new ArrayList<>();
            int inBatch = 0;
            while (batch.size() < BATCH_PACKS && inBatch < BATCH_READINGS && made < readings) {
                batch.add(next());
                inBatch += pack;
                made += pack;
            }
            return new Batch(GATEWAY, number, batch, packs);
        }

        private Batch.Pack next() {
            int who = (int) (packs % patients);
            long sequence = packs / patients + 1;
            packs++;
            byte[] signed = new byte[HEADER + SIGNED_READING * pack];
            random.nextBytes(signed);
            Hash hash = Hash.sha256(signed);
            DeviceId device = new DeviceId(id("device " + who, DeviceId.SIZE));
            PatientHandle patient = new PatientHandle(id("patient " + who, PatientHandle.SIZE));
            List<Reading> made = new ArrayList<>(pack);
            for (int i = 0; i < pack; i++) {
                int kind = random.nextInt(CODES.size());
                made.add(new Reading(
                        new ReadingId(device, sequence, i),
                        patient,
                        START.plusSeconds(sequence * pack + i),
                        CODES.get(kind),
                        new Decimal(random.nextInt(30, 1500), kind == 3 ? 1 : 0),
                        UNITS.get(kind),
                        hash));
            }
            return new Batch.Pack(device, sequence, patient, made, Bytes.of(signed));
        }

        private static Bytes id(String name, int size) {
            return Bytes.of(Hash.sha256(Bytes.utf8(name)).toArray(), 0, size);
        }
    }
}
