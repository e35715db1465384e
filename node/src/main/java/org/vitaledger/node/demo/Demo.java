package org.vitaledger.node.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.api.auth.Account;
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
    private static final Duration TOKENS = Duration.ofHours(12);
    private static final int WINDOW = 8;
    private static final int CHECKERS = 4;

    private final VitaNode node;
    private final DemoOptions options;
    private final Consumer<String> progress;
    private final ApiClient client;
    private final Ward ward;
    private final Settings settings;
    private final CommitTimes times = new CommitTimes();

    Demo(VitaNode node, InstantSource clock, DemoOptions options, Consumer<String> progress) throws IOException {
        this.node = node;
        this.options = options;
        this.progress = progress;
        this.client =
                new ApiClient(node.api().base(), Files.readAllBytes(node.home().policy()), FastestSignatures.find());
        progress.accept("Admitting " + options.devices() + " patients with a device each ...");
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

    /** Lets the devices deliver until {@code stop} or the end of the time, then reads everything back and checks it. */
    DemoResult run(CountDownLatch stop) throws InterruptedException {
        PublishReport published;
        try (Ledger.Following _ = node.ledger().follow(1, times::committed);
                VirtualDevices devices = VirtualDevices.start(
                        ward.devices(), GatewayAddress.local(node.gateway().mqttPort()), settings, times)) {
            progress.accept("Devices deliver ...");
            boolean stopped = options.duration().isPresent()
                    ? stop.await(options.duration().get().toMillis(), TimeUnit.MILLISECONDS)
                    : awaitForever(stop);
            progress.accept(stopped ? "Stopping ..." : "Waiting for the last acknowledgements and commits ...");
            devices.drain(SETTLE);
            awaitCommits();
            published = devices.report();
        }
        progress.accept("Reading everything back, and verifying every proof offline ...");
        return new DemoResult(published, times.latency(), node.stats(), check());
    }

    /** The command line's three suggestions. */
    List<String> suggestions(Path proofFile) throws IOException {
        Ward.Patient first = ward.patients().getFirst();
        String token = token(ward.staff().practitioner());
        String reading = times.acknowledged().keySet().stream()
                .filter(key -> key.device().equals(first.device()))
                .findFirst()
                .map(key -> new ReadingId(key.device(), key.sequence(), 0).text())
                .orElse("");
        if (!reading.isEmpty()) {
            Files.write(proofFile, client.proof(reading, token));
        }
        String curl = "curl -s -H 'Authorization: Bearer " + token + "' '"
                + node.api().base() + "/fhir/Observation";
        return List.of(
                curl + "?patient=" + first.handle().text() + "&_count=3'",
                curl + "?patient=" + ward.unconsenting().handle().text() + "'",
                "./vitaledger verify " + proofFile + " --policy " + node.home().policy());
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

    private DemoResult.Check check() throws InterruptedException {
        List<Future<DemoResult.Check>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(CHECKERS)) {
            for (Ward.Patient patient : ward.patients()) {
                parts.add(pool.submit(() -> check(patient)));
            }
        }
        DemoResult.Check all = new DemoResult.Check(0, 0, 0, denied());
        for (Future<DemoResult.Check> part : parts) {
            try {
                all = all.plus(part.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a check failed", e.getCause());
            }
        }
        return all;
    }

    private boolean denied() {
        String path =
                "/fhir/Observation?patient=" + ward.unconsenting().handle().text();
        return client.status(path, token(ward.staff().practitioner())) == 403;
    }

    private DemoResult.Check check(Ward.Patient patient) {
        String token = token(patient.person());
        Set<String> readable = client.observations(patient.handle(), token);
        long acknowledged = 0;
        long read = 0;
        long verified = 0;
        for (Map.Entry<CommitTimes.Key, Integer> pack : times.acknowledged().entrySet()) {
            if (pack.getKey().device().equals(patient.device())) {
                for (int i = 0; i < pack.getValue(); i++) {
                    String id = new ReadingId(patient.device(), pack.getKey().sequence(), i).text();
                    acknowledged++;
                    read += readable.contains(id) ? 1 : 0;
                    verified += client.proves(id, token) ? 1 : 0;
                }
            }
        }
        return new DemoResult.Check(acknowledged, read, verified, true);
    }
}
