package org.vitaledger.edge.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;

class RecentStatesTest {
    private final AtomicInteger made = new AtomicInteger();
    private final RecentStates<DeviceId, Integer> states = new RecentStates<>(100, made::incrementAndGet);

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

    @Test
    void showsEveryStateOnceAndMakesNone() {
        for (int i = 0; i < 80; i++) {
            states.of(device(i));
        }
        List<Integer> shown = new ArrayList<>();
        states.forEach(shown::add);

        assertThat(shown).doesNotHaveDuplicates().hasSize(states.size());
        assertThat(states.find(device(79))).contains(states.of(device(79)));
        assertThat(states.find(device(4711))).isEmpty();
        assertThat(made).hasValue(80);
    }

    private static DeviceId device(long number) {
        return new DeviceId(
                Bytes.of(ByteBuffer.allocate(DeviceId.SIZE).putLong(number).array()));
    }
}
