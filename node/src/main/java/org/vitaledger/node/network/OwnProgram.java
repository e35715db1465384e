package org.vitaledger.node.network;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.node.Main;

/** This program, to be started again in a process of its own with the same Java and options. */
public final class OwnProgram {
    private OwnProgram() {}

    /** {@code vitaledger} with {@code arguments}. */
    public static ProcessBuilder with(List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }
}
