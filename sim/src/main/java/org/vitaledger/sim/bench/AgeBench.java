package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.note.Checkpoint;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.note.SignatureType;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.ledger.LedgerKeys;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.log.LogFsck;
import org.vitaledger.ledger.solo.SoloLedger;
import org.vitaledger.ledger.solo.SoloOptions;
import org.vitaledger.node.run.SystemClock;

/** One row: how a ledger of one member opens that has a long life behind it. */
final class AgeBench {
    private static final MemberId MEMBER = new MemberId("hospital.example");
    private static final GatewayId GATEWAY = new GatewayId(MEMBER, "edge-1");
    private static final int WAITING = 16_384;
    private static final int SETTLE = 3;

    private final long entries;
    private final int devices;
    private final int blockCommands;
    private final Signatures signatures = Signatures.platform();
    private final LedgerKeys keys = new LedgerKeys(
            signer("ledger.example/bench", SignatureType.ED25519),
            signer(MEMBER.text(), SignatureType.COSIGNATURE_ED25519),
            signer(MEMBER.text(), SignatureType.COSIGNATURE_ML_DSA_44));

    /** @param blockCommands the most commands in a block */
    AgeBench(long entries, int devices, int blockCommands) {
        this.entries = entries;
        this.devices = devices;
        this.blockCommands = blockCommands;
    }

    private NoteSigner signer(String name, SignatureType type) {
        return NoteSigner.of(name, type, signatures.generate(type.algorithm(), new SecureRandom()), signatures);
    }

    /** Fills a ledger below {@code home}, then opens it from what is on disk, and once more from its log alone. */
    Map<String, Object> run(Path home) throws IOException {
        Path directory = home.resolve("ledger");
        Map<String, Object> row = new LinkedHashMap<>();
        long before = heapBytes();
        long started = System.nanoTime();
        Checkpoint end;
        try (SoloLedger ledger = open(directory)) {
            fill(ledger);
            row.put("entries", ledger.snapshot().size());
            row.put("blocks", ledger.snapshot().height());
            row.put("records", ledger.snapshot().state().map().size());
            row.put("fillSeconds", seconds(started));
            row.put("heapMiBOpenAfterFilling", (heapBytes() - before) >> 20);
            Snapshot last = ledger.snapshot();
            end = new Checkpoint(keys.origin(), last.size(), last.root());
        }
        row.put("logMiB", Resources.diskBytes(directory.resolve("entries")) >> 20);
        row.put("stateMiB", Resources.diskBytes(directory.resolve("state")) >> 20);
        started = System.nanoTime();
        try (SoloLedger ledger = open(directory)) {
            row.put("openSeconds", seconds(started));
            row.put("entriesKnown", ledger.snapshot().size());
            row.put("heapMiBAfterOpening", (heapBytes() - before) >> 20);
        }
        row.put("fsckSeconds", check(directory, Optional.empty()));
        row.put("fsckFromItsEndSeconds", check(directory, Optional.of(end)));
        Resources.delete(directory.resolve("state"));
        started = System.nanoTime();
        try (SoloLedger ledger = open(directory)) {
            row.put("openFromLogAloneSeconds", seconds(started));
            row.put("recordsMadeAnew", ledger.snapshot().state().map().size());
        }
        return row;
    }

    private double check(Path directory, Optional<Checkpoint> trusted) {
        long started = System.nanoTime();
        LogFsck.Report report =
                LogFsck.check(directory, keys.roster().policy(), signatures, new LogFsck.Options(trusted, _ -> {}));
        if (!report.findings().isEmpty()) {
            throw new IllegalStateException("a log that was just made is whole: " + report.findings());
        }
        return seconds(started);
    }

    private SoloLedger open(Path directory) {
        return SoloLedger.open(
                directory, keys, SoloOptions.defaults(new SystemClock()).withBounds(WAITING, blockCommands));
    }

    private void fill(SoloLedger ledger) {
        SplittableRandom random = new SplittableRandom(1);
        SigningKey key = signatures.generate(Algorithm.ED25519, new SecureRandom());
        Deque<CompletableFuture<Receipt>> waiting = new ArrayDeque<>();
        submit(ledger, waiting, new Command.FoundConsortium(List.of(keys.member())));
        for (int i = 0; i < devices; i++) {
            submit(ledger, waiting, new Command.RegisterDevice(device(i), key.verifyingKey()));
        }
        long[] sequences = new long[devices];
        for (long number = 1; ledger.snapshot().size() + waiting.size() < entries; number++) {
            int device = random.nextInt(devices);
            SequenceRange range = SequenceRange.of(device(device), ++sequences[device], 1);
            submit(
                    ledger,
                    waiting,
                    new Command.Anchor(GATEWAY, number, Hash.sha256(Bytes.utf8("" + number)), 1, List.of(range)));
        }
        waiting.forEach(CompletableFuture::join);
    }

    private static void submit(SoloLedger ledger, Deque<CompletableFuture<Receipt>> waiting, Command command) {
        waiting.add(ledger.submit(command));
        if (waiting.size() >= WAITING) {
            waiting.remove().join();
        }
        while (!waiting.isEmpty() && waiting.element().isDone()) {
            waiting.remove();
        }
    }

    /** As random as real ones, so that their records spread over the state. */
    private static DeviceId device(int n) {
        return new DeviceId(Bytes.of(Hash.sha256(Bytes.utf8("device " + n)).toArray(), 0, DeviceId.SIZE));
    }

    private static long heapBytes() {
        for (int i = 0; i < SETTLE; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static double seconds(long since) {
        return Math.round(Duration.ofNanos(System.nanoTime() - since).toMillis() / 10.0) / 100.0;
    }
}
