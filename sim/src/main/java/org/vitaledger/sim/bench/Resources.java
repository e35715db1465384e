package org.vitaledger.sim.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What this process has used so far. Linux. */
final class Resources {
    private static final int KIB = 1024;

    private Resources() {}

    /** CPU time of the whole process: load generator, node, garbage collector. */
    static Duration cpu() {
        com.sun.management.OperatingSystemMXBean system =
                (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return Duration.ofNanos(system.getProcessCpuTime());
    }

    /** The largest resident size of this process so far, in bytes; 0 where the system does not tell. */
    static long peakResidentBytes() {
        return peakResidentBytes("self");
    }

    /** The same of the process with the number {@code pid}. */
    static long peakResidentBytes(String pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc", pid, "status"));
            return lines.stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The bytes that this machine has sent over loopback so far, all headers included; 0 where the system does not tell. */
    static long loopbackBytes() {
        try {
            return Long.parseLong(Files.readString(Path.of("/sys/class/net/lo/statistics/tx_bytes"))
                    .strip());
        } catch (IOException e) {
            return 0;
        }
    }

    /** The bytes of all files below a folder. */
    static long diskBytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
