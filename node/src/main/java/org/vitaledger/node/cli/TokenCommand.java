package org.vitaledger.node.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vitaledger.node.client.SignIn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitaledger token}: an access token for the commands that ask for one. */
@Command(
        name = "token",
        description =
                "Sign in at a node and print an access token, for --token of other commands. It is as good as the password"
                        + " until it expires.",
        exitCodeList = {"0:a token was printed", "2:wrong usage", "3:the sign-in was refused, or no node answers"})
final class TokenCommand implements Callable<Integer> {
    @Option(
            names = "--api",
            paramLabel = "URL",
            required = true,
            description = "The node's API, as it prints it.",
            converter = ApiAddress.class)
    private String api = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Who signs in (default: admin).")
    private String user = "admin";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file with the password; without one it is asked for, or read from standard input.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() throws IOException {
        String token = new SignIn(api).token(user, password());
        if (output.json()) {
            output.print(Map.of("token", token));
        } else {
            output.out().println(token);
            output.out().flush();
        }
        return ExitCode.YES;
    }

    private String password() throws IOException {
        if (file != null) {
            return Files.readString(file).strip();
        }
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            return new String(terminal.get().readPassword("Password of %s: ", user));
        }
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new ParameterException(
                    spec.commandLine(), "Give the password on standard input, or --password-file.");
        }
        return line;
    }
}
