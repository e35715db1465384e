package org.vitaledger.node.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.device.pack.FastestSignatures;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an institution does to become a member, and the members to let it: cards go from hand to hand, votes by the ledger. */
final class JoinCommands {
    private JoinCommands() {}

    /** {@code vitaledger network join}. */
    @Command(
            name = "join",
            mixinStandardHelpOptions = true,
            description =
                    "Make the folder of a member that is to be admitted. Send its card.properties to all members, which"
                            + " add it (network add) and vote (network propose admit card=FILE); then run the node.",
            exitCodeList = {"0:made", "2:wrong usage", "3:a failure of the environment"})
    static final class Join implements Callable<Integer> {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = "--member",
                required = true,
                paramLabel = "FOLDER",
                description = "What a member gave: a folder with its network.properties and keys/log.pem.")
        private Path member = Path.of("");

        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where to make the folder.")
        private Path directory = Path.of("");

        @Option(
                names = "--origin",
                paramLabel = "NAME",
                description = "The log (default: consortium.example/vitaledger).")
        private String origin = "consortium.example/vitaledger";

        @Option(names = "--host", paramLabel = "HOST", description = "Where it listens (default: 127.0.0.1).")
        private String host = "127.0.0.1";

        @Option(names = "--port", paramLabel = "P", description = "The first of its five ports (default: 8600).")
        private int port = 8600;

        @Mixin
        private Output output = new Output();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Map<String, Object> facts = new LinkedHashMap<>();
            try {
                NetworkFolders.Plan plan = new NetworkFolders.Plan(List.of(new MemberId(name)), origin, host, port);
                Path folder = NetworkFolders.join(directory, plan, member, FastestSignatures.find());
                facts.put("settings", folder.resolve(NetworkFolders.SETTINGS).toString());
                facts.put("card", folder.resolve(NetworkFolders.CARD).toString());
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
            output.print(facts);
            return ExitCode.YES;
        }
    }

    /** {@code vitaledger network new-keys}. */
    @Command(
            name = "new-keys",
            mixinStandardHelpOptions = true,
            description =
                    "Make other keys and certificates for a member, and a card with them. Give it to the other members, which"
                            + " add it (network add), and propose it with network propose rotate card=FILE; they hold once"
                            + " the others agreed.",
            exitCodeList = {"0:made", "2:wrong usage", "3:a failure of the environment"})
    static final class NewKeys implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FOLDER", description = "The member's folder.")
        private Path folder = Path.of("");

        @Mixin
        private Output output = new Output();

        @Override
        public Integer call() throws IOException {
            Path card = NetworkFolders.renew(folder, FastestSignatures.find());
            output.print(Map.of("card", card.toString()));
            return ExitCode.YES;
        }
    }

    /** {@code vitaledger network add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description =
                    "Add the card of a new member, or another one of a known member, to this member's network configuration,"
                            + " before voting on it. Tells the hash that the proposal has to have, too. The node needs no"
                            + " restart.",
            exitCodeList = {"0:added, or there already", "2:wrong usage", "3:a failure of the environment"})
    static final class Add implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "CARD", description = "The card that the member sent.")
        private Path card = Path.of("");

        @Option(
                names = "--network",
                required = true,
                paramLabel = "FILE",
                description = "This member's network.properties.")
        private Path network = Path.of("");

        @Mixin
        private Output output = new Output();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            try {
                Member added = NetworkFolders.add(card, network);
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("added", added.id().text());
                facts.put("card", added.card().orElseThrow().bytes().hex());
                output.print(facts);
                return ExitCode.YES;
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }
}
