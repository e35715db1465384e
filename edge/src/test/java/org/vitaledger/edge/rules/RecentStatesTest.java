package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;

class DeviceStatesTest {
    private final AtomicInteger made = new AtomicInteger();
    private final DeviceStates<Integer> states = new DeviceStates<>(100, made::incrementAndGet);

    @Test
    void remembersADevice() {
        assertThat(states.of(device(1))).isEqualTo(states.of(device(1))).isNotEqualTo(states.of(device(2)));
    }

    @Test
    void neverHoldsMoreThanTheBound() {
        for (int i = 0; i < 10_000; i++) {
            states.of(device(i));
            assertThat(states.size()).isLessThanOrEqualTo(100);
        }
    }

    @Test
    void keepsTheDevicesThatGoOnSending() {
        int first = states.of(device(0));
        for (int i = 1; i < 10_000; i++) {
            states.of(device(i));
            assertThat(states.of(device(0))).isEqualTo(first);
        }
    }

    private static DeviceId device(long number) {
        return new DeviceId(
                Bytes.of(ByteBuffer.allocate(DeviceId.SIZE).putLong(number).array()));
    }
}
