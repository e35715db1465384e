package org.vitaledger.ledger.hashgraph;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a member's process is started: what is special, or wrong, about it.
 *
 * @param through the words before the Java command
 * @param environment what is added to the process' environment
 * @param classes a folder or archive that is looked in before the class path, or nothing
 * @param bind the address that it listens on
 * @param forces how long each force of its disk takes longer at least and at most
 */
record Launch(
        List<String> through, Map<String, String> environment, List<Path> classes, String bind, List<Duration> forces) {
    /** On loopback, and nothing is wrong. */
    static Launch ordinary() {
        return new Launch(List.of(), Map.of(), List.of(), "127.0.0.1", List.of(Duration.ZERO, Duration.ZERO));
    }

    Launch withSlowDisk(Duration least, Duration most) {
        return new Launch(through, environment, classes, bind, List.of(least, most));
    }

    Launch withClasses(Path folder) {
        return new Launch(through, environment, List.of(folder), bind, forces);
    }

    Launch withEnvironment(Map<String, String> added) {
        return new Launch(through, added, classes, bind, forces);
    }

    /** In a network namespace of its own, where its address is {@code address}. */
    Launch inNamespace(String name, String address) {
        return new Launch(List.of("ip", "netns", "exec", name), environment, classes, address, forces);
    }

    Process start(Path folder, String member) throws IOException {
        String classPath = Stream.concat(
                        classes.stream().map(Path::toString), Stream.of(System.getProperty("java.class.path")))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                MemberProcess.class.getName(),
                folder.toString(),
                member,
                bind,
                Long.toString(forces.getFirst().toMillis()),
                Long.toString(forces.getLast().toMillis()));
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(through.stream(), java.stream()).toList());
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("member.log").toFile()))
                .start();
    }
}
