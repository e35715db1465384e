package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.node.network.FreePorts;
import org.vitaledger.node.network.NetworkFolders;

/** The ledger of so many members, each in a process of its own on this machine, under a load in steps. For one thread. */
final class LedgerBench implements AutoCloseable {
    /** The name, in a row, of the commands committed in each {@link LedgerLoad#SLOT}. */
    static final String SLOTS = "committedPer100Millis";

    private static final String ORIGIN = "consortium.example/vitaledger";

    /** Together; each waits for its receipt, so no more are on their way. */
    private static final int CONSENTS = 12_288;

    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration LEAD = Duration.ofMillis(200);
    private static final Duration QUIET = Duration.ofSeconds(20);
    private static final double SATURATED = 0.9;

    private final List<Path> folders;
    private final List<LedgerMember> members = new ArrayList<>();
    private final InstantSource clock;
    private final Consumer<String> progress;
    private final Duration measured;
    private int entryBytes;

    /** @param measured how long each step lasts, behind its warm-up */
    private LedgerBench(List<Path> folders, Duration measured, InstantSource clock, Consumer<String> progress) {
        this.folders = folders;
        this.measured = measured;
        this.clock = clock;
        this.progress = progress;
    }

    /** Starts {@code members} processes with their folders in {@code home}, and waits until they are ready. */
    static LedgerBench start(Path home, int members, Duration measured, InstantSource clock, Consumer<String> progress)
            throws IOException {
        NetworkFolders.Plan plan = new NetworkFolders.Plan(
                NetworkFolders.names(members), ORIGIN, "127.0.0.1", FreePorts.inARow(NetworkFolders.PORTS * members));
        List<Path> folders = NetworkFolders.make(home, plan, FastestSignatures.find());
        LedgerBench bench = new LedgerBench(folders, measured, clock, progress);
        try {
            for (Path folder : folders) {
                bench.members.add(LedgerMember.start(folder, CONSENTS / members));
            }
            for (LedgerMember member : bench.members) {
                bench.entryBytes = member.awaitReady();
            }
            return bench;
        } catch (IOException | RuntimeException e) {
            bench.close();
            throw e;
        }
    }

    /** The bytes of the entries that are committed. */
    int entryBytes() {
        return entryBytes;
    }

    /** Lets the compiler see the path. */
    void warmUp(double perSecond, Duration length) throws IOException {
        load(members, perSecond, length);
    }

    /**
     * Loads all members alike.
     *
     * @return one row; CPU time and bytes are of all commands, those of the warm-up too
     */
    Map<String, Object> step(double perSecond) throws IOException {
        progress.accept(members.size() + " members, " + Math.round(perSecond) + " commands/s ...");
        Duration cpu = cpu();
        long bytes = Resources.loopbackBytes();
        Loaded loaded = load(members, perSecond, measured);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("members", members.size());
        row.put("offeredPerSecond", perSecond);
        row.put("committedPerSecond", round(loaded.committed() / seconds(measured)));
        row.put("p50Millis", millis(loaded.latency, 50));
        row.put("p99Millis", millis(loaded.latency, 99));
        row.put("maxMillis", millis(loaded.latency, 100));
        double all = (double) loaded.receipts * members.size();
        row.put("cpuMillisPerCommandAndMember", round(seconds(cpu().minus(cpu)) * 1000 / all));
        row.put("bytesSentPerCommandAndMember", Math.round((Resources.loopbackBytes() - bytes) / all));
        row.put("refused", loaded.refused);
        return row;
    }

    /** Whether the members could not commit what {@link #step} offered. */
    static boolean saturated(Map<String, Object> row) {
        return number(row, "committedPerSecond") < SATURATED * number(row, "offeredPerSecond");
    }

    static double number(Map<String, Object> row, String name) {
        return row.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** What the members use while nobody has anything to order: percent of a core and member. */
    double idlePercent() throws InterruptedException {
        progress.accept(members.size() + " members at rest ...");
        TimeUnit.MILLISECONDS.sleep(QUIET.toMillis() / 2);
        Duration before = cpu();
        TimeUnit.MILLISECONDS.sleep(QUIET.toMillis());
        return round(seconds(cpu().minus(before)) / seconds(QUIET) / members.size() * 100);
    }

    /** The largest resident size of any member, MiB. */
    long peakResidentMiB() {
        return members.stream().mapToLong(LedgerMember::peakResidentBytes).max().orElse(0) >> 20;
    }

    /** Loads all members but the last, and kills that at half time. */
    Map<String, Object> killOne(double perSecond) throws IOException, InterruptedException {
        progress.accept(members.size() + " members, one killed at half time ...");
        List<LedgerMember> others = members.subList(0, members.size() - 1);
        Duration length = measured.multipliedBy(2);
        LedgerLoad.Plan plan = plan(perSecond / others.size(), length);
        others.forEach(member -> member.order(plan));
        awaitUntil(plan.start().plus(WARM_UP).plus(measured));
        members.getLast().kill();
        Loaded loaded = gather(others);
        int half = loaded.slots.length / 2;
        double before = LongStream.of(loaded.slots).limit(half).sum() / seconds(measured);
        double after = LongStream.of(loaded.slots).skip(half).sum() / seconds(measured);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("members", members.size());
        row.put("offeredPerSecond", perSecond);
        row.put("committedPerSecondBefore", round(before));
        row.put("committedPerSecondAfter", round(after));
        row.put("longestPauseMillis", longestPause(loaded.slots) * LedgerLoad.SLOT.toMillis());
        row.put("p99Millis", millis(loaded.latency, 99));
        row.put("refused", loaded.refused);
        row.put(SLOTS, loaded.slots);
        return row;
    }

    /** Lets the others commit {@code entries} more, then starts the killed member again and waits until it has them. */
    Map<String, Object> catchUp(long entries, double perSecond) throws IOException {
        List<LedgerMember> others = members.subList(0, members.size() - 1);
        long from = others.getFirst().size();
        long goal = from + entries;
        while (others.getFirst().size() < goal) {
            progress.accept(
                    "The one that was killed lacks " + (others.getFirst().size() - from) + " entries ...");
            load(others, perSecond, measured);
        }
        long size = others.getFirst().size();
        Instant start = clock.instant();
        LedgerMember again = LedgerMember.start(folders.getLast(), 1);
        members.set(members.size() - 1, again);
        again.awaitReady();
        while (again.size() < size) {
            awaitUntil(clock.instant().plus(LedgerLoad.SLOT));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("members", members.size());
        row.put("entriesBehind", size - from);
        row.put("seconds", round(seconds(Duration.between(start, clock.instant()))));
        return row;
    }

    private record Loaded(long receipts, long refused, Histogram latency, long[] slots) {
        long committed() {
            return LongStream.of(slots).sum();
        }
    }

    private Loaded load(List<LedgerMember> at, double perSecond, Duration length) throws IOException {
        LedgerLoad.Plan plan = plan(perSecond / at.size(), length);
        at.forEach(member -> member.order(plan));
        return gather(at);
    }

    private LedgerLoad.Plan plan(double perSecond, Duration length) {
        return new LedgerLoad.Plan(clock.instant().plus(LEAD), perSecond, WARM_UP, length);
    }

    private static Loaded gather(List<LedgerMember> at) throws IOException {
        Loaded all = null;
        for (LedgerMember member : at) {
            LedgerLoad.Report report = member.report();
            if (all == null) {
                all = new Loaded(report.receipts(), report.refused(), report.latency(), report.slots());
            } else {
                all.latency.add(report.latency());
                for (int i = 0; i < all.slots.length; i++) {
                    all.slots[i] += report.slots()[i];
                }
                all = new Loaded(
                        all.receipts + report.receipts(), all.refused + report.refused(), all.latency, all.slots);
            }
        }
        if (all == null) {
            throw new IllegalStateException("a load has members");
        }
        return all;
    }

    private static int longestPause(long[] slots) {
        int longest = 0;
        int pause = 0;
        for (long slot : slots) {
            pause = slot == 0 ? pause + 1 : 0;
            longest = Math.max(longest, pause);
        }
        return longest;
    }

    private void awaitUntil(Instant moment) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(Duration.between(clock.instant(), moment).toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Duration cpu() {
        return members.stream().map(LedgerMember::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double millis(Histogram micros, double percentile) {
        return round(micros.getValueAtPercentile(percentile) / 1000.0);
    }

    private static double round(double number) {
        return Math.round(number * 100) / 100.0;
    }

    @Override
    public void close() {
        members.forEach(LedgerMember::close);
    }
}
