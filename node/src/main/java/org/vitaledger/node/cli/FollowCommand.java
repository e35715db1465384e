package org.vitaledger.node.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.ledger.follow.Finding;
import org.vitaledger.ledger.follow.FollowState;
import org.vitaledger.ledger.follow.Follower;
import org.vitaledger.ledger.follow.Round;
import org.vitaledger.ledger.remote.BoundedHttp;
import org.vitaledger.ledger.remote.RemoteLog;
import org.vitaledger.node.keys.CertificateFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitaledger follow}: watches a log from outside. */
@Command(
        name = "follow",
        description = {
            "Watch a log: that it only grows, is signed as the policy asks, has the entries of its root, and shows"
                    + " everybody the same. Needs no token.",
            "On a breach it writes evidence for 'verify' and ends."
        },
        exitCodeList = {
            "0:all was verified (with --once), or stopped in order",
            "1:something can't be verified (with --once)",
            "2:wrong usage",
            "3:a server can't be reached (with --once), or another failure of the environment",
            "4:the log broke its promise, and the evidence is in a file"
        })
final class FollowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "The log (C2SP tlog-tiles); of a node: http://HOST:PORT/ledger.")
    private URI url = URI.create("");

    @Option(
            names = "--peer",
            paramLabel = "URL",
            description = "Another server of the same log, to compare with; repeatable.")
    private List<URI> peers = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "What was verified last, and evidence; a folder for one log. Default: ${DEFAULT-VALUE}.",
            defaultValue = "vitaledger-follow")
    private Path state = Path.of("");

    @Option(names = "--once", description = "Look once and tell by the exit code.")
    private boolean once;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "From one look to the next. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int interval;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "For one answer of a server. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int timeout;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificates to trust instead of the platform's, PEM.")
    private @Nullable Path authorities;

    @Mixin
    private PolicyOption policy = new PolicyOption();

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bounds.require(spec, "--interval", interval, 1, 86_400);
        Bounds.require(spec, "--timeout", timeout, 1, 3_600);
        FollowState memory = FollowState.open(state);
        Follower.Trust trust = new Follower.Trust(policy.policy(), FastestSignatures.find());
        try (BoundedHttp http = new BoundedHttp(
                Duration.ofSeconds(timeout), Optional.ofNullable(authorities).map(CertificateFile::trusting))) {
            List<RemoteLog> others = peers.stream().map(peer -> log(peer, http)).toList();
            return follow(new Follower(log(url, http), others, trust, memory), memory);
        }
    }

    private int follow(Follower follower, FollowState memory) throws InterruptedException {
        Round round = follower.round();
        tell(round, memory);
        if (memory.evidence().isPresent()) {
            return ExitCode.BREACH;
        }
        if (once) {
            return exitCode(round);
        }
        Stopping stopping = Stopping.onSignals(() -> {});
        stopping.started();
        int code = ExitCode.FAULT;
        try {
            while (!stopping.await(interval)) {
                round = follower.round();
                if (round.newEntries() > 0 || !round.findings().isEmpty()) {
                    tell(round, memory);
                }
                if (memory.evidence().isPresent()) {
                    code = ExitCode.BREACH;
                    return code;
                }
            }
            code = ExitCode.YES;
            return code;
        } finally {
            stopping.done(code);
        }
    }

    private RemoteLog log(URI address, BoundedHttp http) {
        try {
            return new RemoteLog(address, http);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), address + ": " + e.getMessage(), e);
        }
    }

    private void tell(Round round, FollowState memory) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("log", url.toString());
        round.verified().ifPresent(checkpoint -> {
            facts.put("origin", checkpoint.origin());
            facts.put("size", checkpoint.size());
            facts.put("root", checkpoint.root().base64());
        });
        facts.put("newEntries", round.newEntries());
        facts.put("peersAgreeing", round.peers());
        facts.put(
                "findings",
                output.json()
                        ? round.findings().stream().map(FollowCommand::line).toList()
                        : round.findings().size());
        round.breach().ifPresent(memory::keep);
        memory.evidence().ifPresent(file -> facts.put("evidence", file.toString()));
        output.print(facts);
        round.findings().forEach(finding -> output.alarm(finding.toString()));
        if (round.breach().isEmpty()) {
            memory.evidence().ifPresent(file -> output.alarm("A breach was proved before; its evidence is " + file));
        }
    }

    private static Map<String, Object> line(Finding finding) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", finding.kind().name());
        line.put("server", finding.server());
        line.put("text", finding.kind().text());
        line.put("detail", finding.detail());
        return line;
    }

    private static int exitCode(Round round) {
        if (round.findings().isEmpty()) {
            return ExitCode.YES;
        }
        boolean environment = round.findings().stream().allMatch(finding -> finding.kind() == Finding.Kind.UNREACHABLE);
        return environment ? ExitCode.FAULT : ExitCode.NO;
    }
}
