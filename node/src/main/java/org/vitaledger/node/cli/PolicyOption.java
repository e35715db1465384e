package org.vitaledger.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.Policy;
import org.vitaledger.core.proof.TextFault;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option {@code --policy}. */
final class PolicyOption {
    @Option(
            names = "--policy",
            required = true,
            paramLabel = "FILE",
            description = "Whose signatures count (C2SP tlog-policy).")
    private Path file = Path.of("");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** The file's bytes. */
    byte[] content() throws IOException {
        return Files.readAllBytes(file);
    }

    /** The policy; a file that is none is wrong usage. */
    Policy policy() throws IOException {
        try {
            return Policy.parse(content());
        } catch (NoteRejected e) {
            String fault = TextFault.describe(content(), e);
            throw new ParameterException(spec.commandLine(), file + " is not a policy: " + fault, e);
        }
    }
}
