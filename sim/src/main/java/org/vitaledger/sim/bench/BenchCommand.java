package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger bench}: measurements that anybody can repeat. */
@Command(
        name = "bench",
        description =
                "Measure this machine: bench ingest drives the real path over MQTT on loopback, bench ledger a consortium,"
                        + " bench age opens a ledger that is old, bench fsck checks a vault.",
        subcommands = {
            BenchCommand.Ingest.class,
            LedgerCommand.class,
            LedgerMemberCommand.class,
            BenchCommand.Age.class,
            FsckBenchCommand.class
        })
public final class BenchCommand implements Subcommand {
    @Override
    public Integer call() {
        return ExitCode.USAGE;
    }

    /** {@code vitaledger bench ingest}. */
    @Command(
            name = "ingest",
            mixinStandardHelpOptions = true,
            description =
                    "Readings per second through MQTT, verification, spool, vault and ledger, the publisher included:"
                            + " first as fast as acknowledged, then the latency at half of that rate.")
    static final class Ingest implements Callable<Integer> {
        /** Behind the warm-up of every measurement; it is not counted, but by then the compiler has seen the path. */
        private static final Duration WARM_UP = Duration.ofSeconds(5);

        @Option(names = "--packs", split = ",", description = "Readings in a pack (default: 1,10,100).")
        private List<Integer> packs = List.of(1, 10, 100);

        @Option(names = "--seconds", description = "How long each measurement lasts (default: 10).")
        private int seconds = 10;

        @Option(names = "--devices", description = "How many devices deliver (default: 16).")
        private int devices = 16;

        @Option(
                names = "--rate",
                paramLabel = "N",
                description =
                        "Readings per second at which the latency is measured (default: half of what was reached).")
        private @Nullable Integer rate;

        @Option(names = "--runs", description = "How often all is measured (default: 1); medians are printed.")
        private int runs = 1;

        @Option(names = "--home", paramLabel = "DIR", description = "Where to write, and leave it (default: nowhere).")
        private @Nullable Path home;

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws IOException, InterruptedException {
            output.progress("Warming up ...");
            measure(packs.getFirst(), WARM_UP);
            Map<Integer, List<Map<String, Object>>> measured = new LinkedHashMap<>();
            for (int run = 1; run <= runs; run++) {
                for (int pack : packs) {
                    output.progress("Run " + run + " of " + runs + ", packs of " + pack + " ...");
                    measured.computeIfAbsent(pack, any -> new ArrayList<>())
                            .add(measure(pack, Duration.ofSeconds(seconds)));
                }
            }
            List<Map<String, Object>> rows =
                    measured.values().stream().map(Spread::medians).toList();
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("rows", rows);
            if (output.json()) {
                output.print(report);
            } else {
                rows.forEach(row -> {
                    output.print(row);
                    output.out().println();
                });
            }
            return ExitCode.YES;
        }

        private Map<String, Object> measure(int pack, Duration measured) throws IOException, InterruptedException {
            OptionalInt load = rate == null ? OptionalInt.empty() : OptionalInt.of(rate);
            IngestBench bench = new IngestBench(pack, devices, measured, load);
            if (home != null) {
                return bench.run(Files.createTempDirectory(Files.createDirectories(home), "bench-"));
            }
            Path scratch = Files.createTempDirectory("vitaledger-bench-");
            try {
                return bench.run(scratch);
            } finally {
                Resources.delete(scratch);
            }
        }
    }

    /** {@code vitaledger bench age}. */
    @Command(
            name = "age",
            mixinStandardHelpOptions = true,
            description = "How fast a ledger with many entries opens, and what it holds in memory: it is filled first.")
    static final class Age implements Callable<Integer> {
        @Option(
                names = "--entries",
                description = "Entries of the log, blocks' closing ones included (default: 1000000).")
        private long entries = 1_000_000;

        @Option(names = "--devices", description = "Devices on the ledger, a record each (default: 10000).")
        private int devices = 10_000;

        @Option(names = "--block", description = "The most commands in a block (default: 16).")
        private int block = 16;

        @Option(names = "--home", paramLabel = "DIR", description = "Where to write, and leave it (default: nowhere).")
        private @Nullable Path home;

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws IOException {
            AgeBench bench = new AgeBench(entries, devices, block);
            if (home != null) {
                output.print(bench.run(Files.createTempDirectory(Files.createDirectories(home), "bench-")));
                return ExitCode.YES;
            }
            Path scratch = Files.createTempDirectory("vitaledger-bench-");
            try {
                output.print(bench.run(scratch));
            } finally {
                Resources.delete(scratch);
            }
            return ExitCode.YES;
        }
    }
}
