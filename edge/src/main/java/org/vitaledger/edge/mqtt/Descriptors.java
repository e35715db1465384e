package org.vitaledger.edge.mqtt;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.function.Consumer;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.mqtt.ListenFault.Listen;

/**
 * The file descriptors of this process, which connections share with the disk and the ledger: so many are kept for these
 * that nobody who connects can stop them.
 */
public final class Descriptors {
    private static final long RESERVE = 512;
    private static final int FEWEST = 64;

    /** With room for so many connections nobody needs to be told that it is not more. */
    private static final int ENOUGH = 1000;

    private Descriptors() {}

    /** How many this process may have, without end where nobody tells. */
    public static long most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    /**
     * The limits that {@code descriptors} leave room for: half a thousand of these, or a quarter if that is more, are not for
     * connections.
     *
     * @param warning told VL-LISTEN-002 if these are lower limits, and low
     * @throws ListenFault VL-LISTEN-003 if there is no room for connections
     */
    public static Limits fit(Limits limits, long descriptors, Consumer<Fault> warning) {
        long room = descriptors - Math.max(RESERVE, descriptors / 4);
        if (room >= limits.connections().all()) {
            return limits;
        }
        Map<String, Long> context = Map.of("descriptors", descriptors, "connections", Math.max(0, room), "limit", (long)
                limits.connections().all());
        if (room < FEWEST) {
            throw new ListenFault(Listen.NO_DESCRIPTORS, context, null);
        }
        if (room < ENOUGH) {
            warning.accept(new ListenFault(Listen.FEW_DESCRIPTORS, context, null));
        }
        return limits.withConnections((int) room);
    }
}
