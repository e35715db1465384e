package org.vitaledger.sim.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.node.Main;

/** A real node in a process of its own, as {@code vitaledger node} starts it. */
final class NodeProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final JsonNode places;

    private NodeProcess(Process process, JsonNode places) {
        this.process = process;
        this.places = places;
    }

    /** Starts a node and waits until it answers. */
    static NodeProcess start(Path home, int mqttPort) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "node",
                "--json",
                "--home",
                home.toString()));
        for (String setting : List.of("http=127.0.0.1:0", "mqtts=127.0.0.1:0", "mqtt=127.0.0.1:" + mqttPort)) {
            command.addAll(List.of("--set", setting));
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        home.resolveSibling("node.err").toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line);
            if (line.equals("}")) {
                return new NodeProcess(process, JSON.readTree(text.toString()));
            }
        }
        throw new IOException("the node did not start: " + text);
    }

    int mqttPort() {
        return places.path("mqtt").asInt();
    }

    /** kill -9: no shutdown hook runs, nothing is flushed. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** SIGTERM: the node stops in order. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
