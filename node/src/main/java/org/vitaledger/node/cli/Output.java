package org.vitaledger.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json}, and facts printed for people or for programs. */
public final class Output {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(names = "--json", description = "Print JSON for programs.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Whether a program reads along. */
    public boolean json() {
        return json;
    }

    /** Where the command prints. */
    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Tells people, not programs, how a long work goes; on standard error. */
    public void progress(String line) {
        if (!json) {
            spec.commandLine().getErr().println(line);
            spec.commandLine().getErr().flush();
        }
    }

    /** Tells what must not be missed, on standard error, whoever reads along. */
    public void alarm(String line) {
        spec.commandLine().getErr().println("ALARM " + line);
        spec.commandLine().getErr().flush();
    }

    /** Prints facts: one a line, or one JSON object. */
    public void print(Map<String, ?> facts) {
        if (json) {
            out().println(toJson(facts));
        } else {
            int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
            facts.forEach((name, value) -> out().println(name + " ".repeat(width + 2 - name.length()) + value));
        }
        out().flush();
    }

    /** A value as JSON. */
    public static String toJson(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("facts are maps, lists, texts and numbers", e);
        }
    }
}
