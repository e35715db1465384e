package org.vitaledger.sim.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.keys.NodeKeys;
import org.vitaledger.node.run.NodeConfig;
import org.vitaledger.node.run.NodeHome;
import org.vitaledger.node.run.OwnLedger;
import org.vitaledger.node.run.SystemClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One member's ledger in a process of its own, and the load on it. Takes orders on standard input and answers each with a
 * line of JSON; the end of the input ends it.
 */
@Command(name = "ledger-member", hidden = true, description = "A member of bench ledger.")
final class LedgerMemberCommand implements Callable<Integer> {
    @Option(names = "--config", required = true)
    private Path config = Path.of("");

    @Option(names = "--consents")
    private int consents = 1;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = config.toAbsolutePath().resolveSibling(".").normalize();
        NodeConfig settings = NodeConfig.of(folder, NodeConfig.read(config));
        NodeHome home = NodeHome.at(folder);
        Signatures signatures = FastestSignatures.find();
        NodeKeys keys = NodeKeys.open(home.keys(), settings.member(), settings.origin(), signatures);
        InstantSource clock = new SystemClock();
        try (Ledger ledger = OwnLedger.open(settings, home, keys, clock)) {
            LedgerLoad load = new LedgerLoad(ledger, clock, consents);
            say(Map.of("entryBytes", load.entryBytes()));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                say(words[0].equals("run") ? facts(load.run(plan(words))) : facts(ledger.snapshot()));
            }
        }
        return ExitCode.YES;
    }

    private void say(Map<String, ?> facts) {
        PrintWriter out = output.out();
        out.println(Output.toJson(facts).replaceAll("\\s*\\R\\s*", " "));
        out.flush();
    }

    private static LedgerLoad.Plan plan(String[] words) {
        return new LedgerLoad.Plan(
                Instant.ofEpochMilli(Long.parseLong(words[1])),
                Double.parseDouble(words[2]),
                Duration.ofMillis(Long.parseLong(words[3])),
                Duration.ofMillis(Long.parseLong(words[4])));
    }

    /** The order to {@link LedgerLoad#run}. */
    static String order(LedgerLoad.Plan plan) {
        return "run " + plan.start().toEpochMilli() + " " + plan.perSecond() + " "
                + plan.warmUp().toMillis() + " " + plan.measured().toMillis();
    }

    private static Map<String, Object> facts(LedgerLoad.Report report) {
        Histogram latency = report.latency();
        ByteBuffer buffer = ByteBuffer.allocate(latency.getNeededByteBufferCapacity());
        latency.encodeIntoCompressedByteBuffer(buffer);
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("receipts", report.receipts());
        facts.put("refused", report.refused());
        facts.put("latency", Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), buffer.position())));
        facts.put("slots", report.slots());
        return facts;
    }

    private static Map<String, Object> facts(Snapshot snapshot) {
        return Map.of("size", snapshot.size(), "root", snapshot.root().base64());
    }
}
