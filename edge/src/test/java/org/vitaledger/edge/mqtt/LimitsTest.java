package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.journal.Descriptors;

/** Devices' connections leave descriptors for everything else. */
class LimitsTest {
    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"600, 66", "1000, 366", "1024, 384", "4096, 2304", "20000, 11250", "26664, 14999"})
    void lowersTheNumberOfConnectionsAndSaysSoIfItIsLow(long descriptors, int connections) {
        Limits fitting = fit(descriptors);
        assertThat(fitting.connections().all()).isEqualTo(connections);
        assertThat(fitting.connections().opening()).isLessThan(connections);
        assertThat(fitting.packetBytes()).isEqualTo(Limits.standard().packetBytes());
        assertThat(warnings).hasSize(connections < 1000 ? 1 : 0).allMatch("VL-LISTEN-002"::equals);
    }

    @Test
    void leavesANumberThatFits() {
        assertThat(fit(1 << 20)).isEqualTo(Limits.standard());
        assertThat(warnings).isEmpty();
    }

    @Test
    void doesNotListenWithHardlyAny() {
        assertThatExceptionOfType(ListenFault.class)
                .isThrownBy(() -> fit(560))
                .satisfies(fault -> assertThat(fault.code().id()).isEqualTo("VL-LISTEN-003"));
    }

    private Limits fit(long descriptors) {
        return Limits.standard().fitting(new Descriptors(descriptors), this::warn);
    }

    private void warn(Fault fault) {
        warnings.add(fault.code().id());
    }
}
