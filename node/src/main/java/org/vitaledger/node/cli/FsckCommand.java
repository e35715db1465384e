package org.vitaledger.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.node.run.CheckOptions;
import org.vitaledger.node.run.HomeCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitaledger fsck}: checks what a stopped node holds. */
@Command(
        name = "fsck",
        description =
                "Derive roots, indexes and chains of a stopped node again from its raw data, and say what differs.",
        exitCodeList = {"0:nothing differs", "1:something differs", "2:wrong usage", "3:a file can't be read"})
final class FsckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The node's folder (its --home).")
    private Path folder = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "A checkpoint of the log that you trust, as /ledger/checkpoint served it. Of the entries before it only"
                            + " their root and the state behind them are compared. NOT checked again: what the contracts"
                            + " say of each of these entries, and signatures of earlier checkpoints. All else is.")
    private @Nullable Path from;

    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "Where to sort what memory does not hold, 250 bytes for each pack in the vault"
                    + " (default: the system's folder for temporary files).")
    private @Nullable Path scratch;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        CheckOptions all = CheckOptions.all(part -> output.progress("Checking " + part + " ..."));
        CheckOptions options =
                new CheckOptions(Optional.ofNullable(from), scratch == null ? all.scratch() : scratch, all.progress());
        HomeCheck.Report report = HomeCheck.check(folder, FastestSignatures.find(), options);
        Map<String, Object> facts = new LinkedHashMap<>(new TreeMap<>(report.counts()));
        facts.put(
                "findings",
                output.json() ? report.findings() : report.findings().size());
        output.print(facts);
        if (!output.json()) {
            report.findings().forEach(output.out()::println);
            output.out().flush();
        }
        return report.findings().isEmpty() ? ExitCode.YES : ExitCode.NO;
    }
}
