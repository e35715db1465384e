package org.vitaledger.node.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.witness.WitnessServer;
import org.vitaledger.core.note.NoteSigner;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.ledger.witness.Witness;
import org.vitaledger.node.keys.WitnessKeys;
import org.vitaledger.node.run.SystemClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitaledger witness}: cosigns the checkpoints of others until it is told to stop. */
@Command(
        name = "witness",
        description = {
            "Run a witness (C2SP tlog-witness): cosign a log's checkpoints, each grown from the last, until Ctrl-C or"
                    + " SIGTERM.",
            "The keys are made at the first start. A key whose --state is lost must be retired, never used again."
        },
        exitCodeList = {"0:stopped in order", "2:wrong usage", "3:a failure of the environment"})
final class WitnessCommand implements Callable<Integer> {
    @Option(
            names = "--listen",
            required = true,
            paramLabel = "HOST:PORT",
            description = "Where to answer; port 0 takes a free one.")
    private InetSocketAddress listen = InetSocketAddress.createUnresolved("", 0);

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The Ed25519 key; the ML-DSA-44 key lies beside it, in FILE.ml-dsa-44.")
    private Path key = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The name of the keys, best an address without scheme; by default the host that it listens on.")
    private @Nullable String name;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "DIR",
            description = "What it cosigned last, and evidence of what it refused.")
    private Path state = Path.of("");

    @Mixin
    private PolicyOption policy = new PolicyOption();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Signatures signatures = FastestSignatures.find();
        String called = name == null ? listen.getHostString() : name;
        Stopping stopping = Stopping.onSignals(() -> {});
        int code = ExitCode.FAULT;
        WitnessKeys keys = WitnessKeys.open(key, called, signatures);
        try (Witness witness = Witness.open(
                        new Witness.Memory(state, keys.fresh()),
                        policy.policy(),
                        new Witness.Keys(keys.signers(), signatures),
                        new SystemClock());
                WitnessServer server = WitnessServer.start(listen, witness)) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("state", "running");
            facts.put("url", "http://" + listen.getHostString() + ":" + server.port());
            List<String> verifiers = keys.signers().stream()
                    .map(NoteSigner::verifierKey)
                    .map(verifier -> verifier.text())
                    .toList();
            facts.put("key", output.json() ? verifiers : String.join(" ", verifiers));
            output.print(facts);
            stopping.started();
            stopping.await();
            code = ExitCode.YES;
        } finally {
            stopping.done(code);
        }
        return code;
    }
}
