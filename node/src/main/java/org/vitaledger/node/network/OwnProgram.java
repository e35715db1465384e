package org.vitaledger.node.network;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.node.Main;

/** This program, to be started again in a process of its own with the same Java and options. */
public final class OwnProgram {
    private OwnProgram() {}

    /** One of several on a machine: less memory than a node alone may take. */
    private static final String SHARED_HEAP = "-Xmx256m";

    /** {@code vitaledger} with {@code arguments}. */
    public static ProcessBuilder with(List<String> arguments) {
        return with(List.of(), arguments);
    }

    /** The same as one of several that share the machine. */
    public static ProcessBuilder sharing(List<String> arguments) {
        return with(List.of(SHARED_HEAP), arguments);
    }

    private static ProcessBuilder with(List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }
}
