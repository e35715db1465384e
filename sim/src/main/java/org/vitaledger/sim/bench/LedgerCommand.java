package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.run.SystemClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger bench ledger}. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description =
                "Commands per second, latency, CPU and bytes of the consortium's ledger, all members on this machine: the"
                        + " load rises until the members are saturated, then one of them is killed at half time.")
final class LedgerCommand implements Callable<Integer> {
    private static final double WARMING_PER_SECOND = 1000;

    /** Fewer can't do without one. */
    private static final int FAULT_TOLERANT = 4;

    @Option(names = "--members", split = ",", paramLabel = "N", description = "How many members (default: 1,4,7).")
    private List<Integer> members = List.of(1, 4, 7);

    @Option(
            names = "--rates",
            split = ",",
            paramLabel = "N",
            description =
                    "Commands per second, all members together (default: 50,1000,2000,3000,4500,6000,9000,12000).")
    private List<Double> rates = List.of(50.0, 1000.0, 2000.0, 3000.0, 4500.0, 6000.0, 9000.0, 12_000.0);

    @Option(names = "--seconds", paramLabel = "N", description = "How long each step lasts (default: 15).")
    private int seconds = 15;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Seconds before the first step: the compilers need minutes (default: 240).")
    private int warmUp = 240;

    @Option(
            names = "--behind",
            paramLabel = "N",
            description = "Let the killed member miss so many entries, and see how long it takes to catch up.")
    private int behind;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write ledger.json and ledger.html, a page with charts, there.")
    private @Nullable Path out;

    @Mixin
    private Output output = new Output();

    private final InstantSource clock = new SystemClock();
    private final List<Map<String, Object>> rows = new ArrayList<>();
    private final List<Map<String, Object>> rests = new ArrayList<>();
    private final List<Map<String, Object>> kills = new ArrayList<>();
    private final List<Map<String, Object>> catchUps = new ArrayList<>();
    private int entryBytes;

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (int count : members) {
            Path scratch = Files.createTempDirectory("vitaledger-bench-");
            output.progress("Starting " + count + " members ...");
            try (LedgerBench bench =
                    LedgerBench.start(scratch, count, Duration.ofSeconds(seconds), clock, output::progress)) {
                measure(bench, count);
            } finally {
                Resources.delete(scratch);
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("entryBytes", entryBytes);
        report.put("rows", rows);
        report.put("rests", rests);
        report.put("kills", kills);
        report.put("catchUps", catchUps);
        if (out != null) {
            Files.createDirectories(out);
            Files.writeString(out.resolve("ledger.json"), Output.toJson(report));
            Files.writeString(
                    out.resolve("ledger.html"), LedgerPage.of(entryBytes, rows, kills), StandardCharsets.UTF_8);
        }
        print(report);
        return ExitCode.YES;
    }

    private void measure(LedgerBench bench, int count) throws IOException, InterruptedException {
        output.progress(count + " members, until the compilers are done ...");
        bench.warmUp(WARMING_PER_SECOND, Duration.ofSeconds(warmUp));
        entryBytes = bench.entryBytes();
        double most = 0;
        for (double rate : rates) {
            Map<String, Object> row = bench.step(rate);
            rows.add(row);
            output.progress("  " + row);
            most = Math.max(most, LedgerBench.number(row, "committedPerSecond"));
            if (LedgerBench.saturated(row)) {
                break;
            }
        }
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("members", count);
        rest.put("cpuPercentOfACoreAndMember", bench.idlePercent());
        rest.put("peakResidentMiB", bench.peakResidentMiB());
        rests.add(rest);
        output.progress("  " + rest);
        if (count >= FAULT_TOLERANT) {
            kills.add(bench.killOne(most));
            if (behind > 0) {
                catchUps.add(bench.catchUp(behind, most));
            }
        }
    }

    private void print(Map<String, Object> report) {
        if (output.json()) {
            output.print(report);
            return;
        }
        for (List<Map<String, Object>> part : List.of(rows, rests, kills, catchUps)) {
            for (Map<String, Object> each : part) {
                Map<String, Object> facts = new LinkedHashMap<>(each);
                facts.remove(LedgerBench.SLOTS);
                output.print(facts);
                output.out().println();
            }
        }
    }
}
