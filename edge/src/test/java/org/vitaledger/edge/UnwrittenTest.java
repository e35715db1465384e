package org.vitaledger.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.DeviceId;

/** Who waits for a disk. */
class UnwrittenTest {
    private static final DeviceId DEVICE = World.device(1);

    private final Unwritten unwritten = new Unwritten();

    @Test
    void isOverOnceAllIsWritten() {
        unwritten.begun(DEVICE, at(0));
        unwritten.begun(DEVICE, at(1));
        unwritten.ended(DEVICE, at(2));
        assertThat(unwritten.overdue(at(32))).isEmpty();
        assertThat(unwritten.overdue(at(33))).containsExactly(DEVICE);
        unwritten.ended(DEVICE, at(34));
        assertThat(unwritten.overdue(at(1000))).isEmpty();
        assertThat(unwritten.fault(at(1000))).isEmpty();
    }

    private static Instant at(int second) {
        return World.NOON.plusSeconds(second);
    }
}
