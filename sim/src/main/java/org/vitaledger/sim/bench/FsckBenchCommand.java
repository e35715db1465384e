package org.vitaledger.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger bench fsck}. */
@Command(
        name = "fsck",
        mixinStandardHelpOptions = true,
        description =
                "Readings per second that fsck derives again from a vault and compares with its index: the vault is filled"
                        + " first. What limits it shows in coresBusy: near the number of cores, the processor; else what"
                        + " else runs there, or the disk.")
final class FsckBenchCommand implements Callable<Integer> {
    @Option(names = "--readings", paramLabel = "N", description = "Readings in the vault (default: 3000000).")
    private long readings = 3_000_000;

    @Option(names = "--packs", split = ",", paramLabel = "N", description = "Readings in a pack (default: 1,10,100).")
    private List<Integer> packs = List.of(1, 10, 100);

    @Option(names = "--patients", paramLabel = "N", description = "Patients, a device each (default: 500).")
    private int patients = 500;

    @Option(names = "--runs", description = "How often each vault is checked (default: 3); medians are printed.")
    private int runs = 3;

    @Option(names = "--home", paramLabel = "DIR", description = "Where to write, and leave it (default: nowhere).")
    private @Nullable Path home;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int pack : packs) {
            Path folder = home == null
                    ? Files.createTempDirectory("vitaledger-bench-")
                    : Files.createTempDirectory(Files.createDirectories(home), "bench-");
            try {
                rows.add(measure(new FsckBench(readings, pack, patients), folder));
            } finally {
                if (home == null) {
                    Resources.delete(folder);
                }
            }
        }
        if (output.json()) {
            output.print(Map.of("rows", rows));
        } else {
            rows.forEach(row -> {
                output.print(row);
                output.out().println();
            });
        }
        return ExitCode.YES;
    }

    private Map<String, Object> measure(FsckBench bench, Path folder) throws IOException {
        output.progress("Filling a vault ...");
        bench.fill(folder);
        List<Map<String, Object>> measured = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
            output.progress("Run " + run + " of " + runs + " ...");
            measured.add(bench.check(folder));
        }
        return Spread.medians(measured);
    }
}
