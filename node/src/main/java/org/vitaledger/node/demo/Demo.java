package org.vitaledger.node.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.api.auth.Account;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.device.publish.GatewayAddress;
import org.vitaledger.device.publish.PublishReport;
import org.vitaledger.device.publish.Settings;
import org.vitaledger.device.publish.VirtualDevices;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.node.client.ApiClient;
import org.vitaledger.node.run.VitaNode;

/** Runs the main job and checks what came of it. */
final class Demo implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(60);

    /** What a recording lasts. */
    private static final Duration RECORDED = Duration.ofDays(2);

    private static final Duration FIRST = Duration.ofSeconds(20);
    private static final Duration TOKENS = Duration.ofHours(12);
    private static final int WINDOW = 8;

    private final VitaNode node;
    private final DemoOptions options;
    private final Consumer<String> progress;
    private final ApiClient client;
    private final Ward ward;
    private final Settings settings;
    private final CommitTimes times = new CommitTimes();
    private final Map<DeviceId, String> tokens = new ConcurrentHashMap<>();

    Demo(VitaNode node, InstantSource clock, DemoOptions options, Consumer<String> progress) throws IOException {
        this.node = node;
        this.options = options;
        this.progress = progress;
        this.client =
                new ApiClient(node.api().base(), Files.readAllBytes(node.home().policy()), FastestSignatures.find());
        progress.accept("Admitting " + options.devices() + " patients with a device each, and a broken monitor ...");
        this.ward = new Ward(node, client, clock, options);
        this.settings = new Settings(clock, WINDOW);
    }

    Ward ward() {
        return ward;
    }

    /** A token of somebody of the ward. */
    String token(Account person) {
        return node.token(person, TOKENS);
    }

    /** Hears that there is something to look at. */
    @FunctionalInterface
    interface Committed {
        /** The first patient's first reading that is committed. */
        void reading(ReadingId reading) throws IOException;
    }

    /** For how long devices deliver at this pace, until their patients' recordings are over; empty for made-up ones. */
    Optional<Duration> recorded() {
        return options.recordings().map(_ -> Duration.ofSeconds(Math.round(RECORDED.toSeconds() / options.pace())));
    }

    /**
     * Lets the devices deliver until {@code stop} or the end of the time, then reads a sample back and checks it.
     *
     * @param first is told once, while the devices deliver
     */
    DemoResult run(CountDownLatch stop, Committed first) throws IOException, InterruptedException {
        PublishReport published;
        try (Ledger.Following _ = node.ledger().follow(1, times::committed);
                VirtualDevices devices = VirtualDevices.start(
                        ward.devices(), GatewayAddress.local(node.gateway().mqttPort()), settings, times)) {
            progress.accept("Devices deliver ...");
            long start = System.nanoTime();
            boolean told = awaitFirst(stop, first);
            boolean stopped = options.duration().isPresent()
                    ? stop.await(options.duration().get().toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS)
                    : awaitForever(stop);
            progress.accept(stopped ? "Stopping ..." : "Waiting for the last acknowledgements and commits ...");
            devices.drain(SETTLE);
            awaitCommits();
            if (!told) {
                tellFirst(first);
            }
            published = devices.report();
        }
        ReadBack readBack = new ReadBack(client, times.acknowledged(), options.sample());
        progress.accept("Reading " + readBack.size() + " readings back, and verifying their proofs offline ...");
        DemoResult.Check check = readBack.check(this::tokenOf).with(denied());
        return new DemoResult(published, times.latency(), node.stats(), check, times.uncommitted());
    }

    private boolean awaitFirst(CountDownLatch stop, Committed first) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + FIRST.toNanos();
        boolean told = tellFirst(first);
        while (!told && System.nanoTime() < deadline && !stop.await(50, TimeUnit.MILLISECONDS)) {
            told = tellFirst(first);
        }
        return told;
    }

    private boolean tellFirst(Committed first) throws IOException {
        DeviceId device = ward.patients().getFirst().device();
        Optional<CommitTimes.Key> pack = times.committedPack(device);
        if (pack.isPresent()) {
            first.reading(new ReadingId(device, pack.get().sequence(), 0));
        }
        return pack.isPresent();
    }

    /** The proof of a reading, as the practitioner gets it. */
    byte[] proof(ReadingId reading) {
        return client.proof(reading.text(), token(ward.staff().practitioner()));
    }

    private String tokenOf(DeviceId device) {
        return tokens.computeIfAbsent(device, id -> token(ward.patientOf(id).person()));
    }

    @Override
    public void close() {
        node.close();
    }

    private static boolean awaitForever(CountDownLatch stop) throws InterruptedException {
        stop.await();
        return true;
    }

    private void awaitCommits() throws InterruptedException {
        long deadline = System.nanoTime() + SETTLE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (times.uncommitted() > 0 && System.nanoTime() < deadline) {
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private boolean denied() {
        String path =
                "/fhir/Observation?patient=" + ward.unconsenting().handle().text();
        return client.status(path, token(ward.staff().practitioner())) == 403;
    }
}
