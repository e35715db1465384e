package org.vitaledger.node.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.node.cli.Bounds;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitaledger network}: sets up a consortium, and lets its members decide. */
@Command(
        name = "network",
        description =
                "Set up a consortium (init), become a member or let one join (join, add), renew keys (new-keys), and"
                        + " decide with the other members (show, propose, vote).",
        subcommands = {
            NetworkCommand.Init.class,
            JoinCommands.Join.class,
            JoinCommands.Add.class,
            JoinCommands.NewKeys.class,
            DecisionCommands.Show.class,
            DecisionCommands.Propose.class,
            DecisionCommands.Vote.class
        })
public final class NetworkCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** {@code vitaledger network init}. */
    @Command(
            name = "init",
            mixinStandardHelpOptions = true,
            description = "Make the folders of a new consortium's members. Each member gets its own and runs it by"
                    + " vitaledger node run --config FOLDER/node.properties; network.properties is the same at all.",
            exitCodeList = {"0:made", "2:wrong usage", "3:a failure of the environment"})
    static final class Init implements Callable<Integer> {
        @Option(names = "--members", paramLabel = "N", description = "How many members (default: 4).")
        private int members = 4;

        @Option(
                names = "--names",
                split = ",",
                paramLabel = "NAME",
                description = "What they are called (default: hospital-1.example and so on).")
        private List<String> names = List.of();

        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where to make the folders.")
        private Path directory = Path.of("");

        @Option(
                names = "--origin",
                paramLabel = "NAME",
                description = "The log (default: consortium.example/vitaledger).")
        private String origin = "consortium.example/vitaledger";

        @Option(names = "--host", paramLabel = "HOST", description = "Where all listen (default: 127.0.0.1).")
        private String host = "127.0.0.1";

        @Option(names = "--port", paramLabel = "P", description = "The first of five ports a member (default: 8500).")
        private int port = 8500;

        @Mixin
        private Output output = new Output();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Map<String, Object> facts = new LinkedHashMap<>();
            NetworkFolders.make(directory, plan(), FastestSignatures.find())
                    .forEach(folder -> facts.put(
                            String.valueOf(folder.getFileName()),
                            folder.resolve(NetworkFolders.SETTINGS).toString()));
            output.print(facts);
            return ExitCode.YES;
        }

        private NetworkFolders.Plan plan() {
            Bounds.require(spec, "--members", members, 1, NetworkFolders.MOST_MEMBERS);
            try {
                return new NetworkFolders.Plan(names(), origin, host, port);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }

        private List<MemberId> names() {
            return names.isEmpty()
                    ? NetworkFolders.names(members)
                    : names.stream().map(MemberId::new).toList();
        }
    }
}
