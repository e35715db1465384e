package org.vitaledger.journal;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The file descriptors of a process, which connections share with the disk and the ledger. Half a thousand of them, or a
 * quarter if that is more, are kept for these, so that nobody who connects can stop them.
 *
 * @param most how many the process may have
 */
public record Descriptors(long most) {
    private static final long RESERVE = 512;
    private static final int PARTS = 4;

    /** Those of this process, without end where nobody tells. */
    public static Descriptors ofThisProcess() {
        return new Descriptors(
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                        ? system.getMaxFileDescriptorCount()
                        : Long.MAX_VALUE);
    }

    /** How many connections devices may have, in all: three quarters of what is not kept; 0 if there is nothing to share. */
    public int forDevices() {
        return clamp(room() - room() / PARTS);
    }

    /** How many connections everybody else may have, in all: a quarter of what is not kept; 0 if there is nothing to share. */
    public int forClients() {
        return clamp(room() / PARTS);
    }

    private long room() {
        return Math.max(0, most - Math.max(RESERVE, most / PARTS));
    }

    private static int clamp(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count);
    }
}
