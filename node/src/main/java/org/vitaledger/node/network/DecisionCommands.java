package org.vitaledger.node.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Member;
import org.vitaledger.node.cli.ApiAddress;
import org.vitaledger.node.cli.ExitCode;
import org.vitaledger.node.cli.Output;
import org.vitaledger.node.client.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a member's operator says in a consortium, through the member's own node (ADR 0011). */
final class DecisionCommands {
    private static final String GOVERNANCE = "/ops/governance";

    private DecisionCommands() {}

    /** Whose node to talk to. */
    static final class Desk {
        @Option(
                names = "--api",
                paramLabel = "URL",
                description = "The member's own node (default: http://127.0.0.1:8470).",
                converter = ApiAddress.class)
        private String api = "http://127.0.0.1:8470";

        @Option(names = "--token", required = true, paramLabel = "TOKEN", description = "An operator's access token.")
        private String token = "";

        @Mixin
        private Output output = new Output();

        private int show() {
            return print(client().read(GOVERNANCE, token));
        }

        private int say(String what, Map<String, String> body) {
            return print(client().post(GOVERNANCE + what, body, token));
        }

        private ApiClient client() {
            return new ApiClient(api, new byte[0], Signatures.platform());
        }

        private int print(JsonNode answer) {
            Map<String, Object> facts = new LinkedHashMap<>();
            answer.properties().forEach(field -> facts.put(field.getKey(), field.getValue()));
            output.print(facts);
            return ExitCode.YES;
        }
    }

    /** {@code vitaledger network show}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Tell the members and their standing, parameters, the contracts' version, and all proposals.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private Desk desk = new Desk();

        @Override
        public Integer call() {
            return desk.show();
        }
    }

    /** {@code vitaledger network propose}. */
    @Command(
            name = "propose",
            mixinStandardHelpOptions = true,
            description = "Propose a change, and approve it by that.",
            exitCodeList = {"0:proposed", "2:wrong usage", "3:refused, with the reason, or a failure of the environment"
            })
    static final class Propose implements Callable<Integer> {
        @Parameters(
                index = "0",
                paramLabel = "CHANGE",
                description =
                        "admit, rotate (with card, a file), suspend, reinstate, remove (with member), set-parameter"
                                + " (with name and value), set-version (with version and fromHeight).")
        private String change = "";

        @Parameters(index = "1..*", paramLabel = "NAME=VALUE", description = "What the change needs.")
        private Map<String, String> details = new LinkedHashMap<>();

        @Mixin
        private Desk desk = new Desk();

        @Override
        public Integer call() throws IOException {
            Map<String, String> body = new LinkedHashMap<>(details);
            body.put("change", change);
            String card = body.remove("card");
            if (card != null) {
                Member member = NetworkFolders.member(Path.of(card));
                body.put("member", member.id().text());
                body.put("ed25519", member.ed25519().raw().hex());
                body.put("mlDsa44", member.mlDsa44().raw().hex());
                body.put("card", member.card().orElseThrow().bytes().hex());
            }
            return desk.say("/proposals", body);
        }
    }

    /** {@code vitaledger network vote}. */
    @Command(
            name = "vote",
            mixinStandardHelpOptions = true,
            description = "Vote on a proposal; a vote stands.",
            exitCodeList = {"0:voted", "2:wrong usage", "3:refused, with the reason, or a failure of the environment"})
    static final class Vote implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "The proposal.")
        private long number;

        @Parameters(index = "1", paramLabel = "CHOICE", description = "${COMPLETION-CANDIDATES}.")
        private Choice choice = Choice.reject;

        @Mixin
        private Desk desk = new Desk();

        /** As the API spells them. */
        private enum Choice {
            approve,
            reject
        }

        @Override
        public Integer call() {
            return desk.say("/votes", Map.of("proposal", Long.toString(number), "choice", choice.name()));
        }
    }
}
