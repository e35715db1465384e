package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands that the README names are those that the program lists. */
class ReadmeCommandsIT {
    private static final Pattern STARTED = Pattern.compile("(?m)^ {4}\\./vitaledger ([a-z]+)");
    private static final Pattern OTHERS = Pattern.compile("lists the other commands: ([^.]*)\\.");
    private static final Pattern NAMED = Pattern.compile("`([a-z]+)`");
    private static final Pattern LISTED = Pattern.compile("(?m)^ {2}([a-z]+) +\\S");

    @Test
    void readmeNamesTheCommandsOfTheProgram() throws Exception {
        String help = help();
        assertThat(help).contains("Commands:");
        Set<String> listed = names(LISTED, help.substring(help.indexOf("Commands:")));
        assertThat(named()).isEqualTo(listed);
    }

    private static Set<String> named() {
        String readme = SourceTree.read("README.md");
        Set<String> named = names(STARTED, readme);
        OTHERS.matcher(readme).results().forEach(others -> named.addAll(names(NAMED, others.group(1))));
        return named;
    }

    private static Set<String> names(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(names::add);
        return names;
    }

    private static String help() throws IOException, InterruptedException {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.vitaledger.node.Main",
                        "--help")
                .redirectErrorStream(true)
                .start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(said).isZero();
        return said;
    }
}
