package org.vitaledger.node.network;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vitaledger.node.Main;

/** This program, to be started again in a process of its own with the same Java and options. */
public final class OwnProgram {
    private OwnProgram() {}

    /** One of several on a machine: less memory than a node alone may take, and no threads that collect beside the work. */
    private static final List<String> SHARING =
            List.of("-Xmx352m", "-XX:+UseSerialGC", "-XX:TrimNativeHeapInterval=5000");

    /** What the second compiler makes faster is over before it has paid for itself. */
    private static final String BRIEF = "-XX:TieredStopAtLevel=1";

    /** {@code vitaledger} with {@code arguments}. */
    public static ProcessBuilder with(List<String> arguments) {
        return with(List.of(), arguments);
    }

    /** The same as one of several that share the machine. */
    public static ProcessBuilder sharing(List<String> arguments) {
        return shared(SHARING, arguments);
    }

    /** The same as one of several that share the machine for a minute or two. */
    public static ProcessBuilder sharingBriefly(List<String> arguments) {
        List<String> options = new ArrayList<>(SHARING);
        options.add(BRIEF);
        return shared(options, arguments);
    }

    private static ProcessBuilder shared(List<String> options, List<String> arguments) {
        ProcessBuilder program = with(options, arguments);
        // Otherwise glibc keeps eight pools a core, each as large as it ever was.
        program.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        return program;
    }

    private static ProcessBuilder with(List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        boolean otherCollector = options.stream().anyMatch(OwnProgram::choosesCollector);
        for (String own : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!(otherCollector && choosesCollector(own))) {
                line.add(own);
            }
        }
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        line.addAll(arguments);
        return new ProcessBuilder(line);
    }

    private static boolean choosesCollector(String option) {
        return option.startsWith("-XX:+Use") && option.endsWith("GC");
    }
}
