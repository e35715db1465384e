package org.vitaledger.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.fault.Fault;

/** Connections leave descriptors for the disk and the ledger. */
class DescriptorsTest {
    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"600, 88", "1000, 488", "1024, 512", "4096, 3072", "20000, 15000", "26664, 19998"})
    void lowersTheLimitAndSaysSoIfItIsLow(long descriptors, int connections) {
        Limits fitting = Descriptors.fit(Limits.standard(), descriptors, this::warn);
        assertThat(fitting.connections().all()).isEqualTo(connections);
        assertThat(fitting.connections().opening()).isLessThan(connections);
        assertThat(fitting.packetBytes()).isEqualTo(Limits.standard().packetBytes());
        assertThat(warnings).hasSize(connections < 1000 ? 1 : 0).allMatch("VL-LISTEN-002"::equals);
    }

    @Test
    void leavesALimitThatFits() {
        assertThat(Descriptors.fit(Limits.standard(), 1 << 20, this::warn)).isEqualTo(Limits.standard());
        assertThat(warnings).isEmpty();
    }

    @Test
    void doesNotListenWithHardlyAny() {
        assertThatExceptionOfType(ListenFault.class)
                .isThrownBy(() -> Descriptors.fit(Limits.standard(), 560, this::warn))
                .satisfies(fault -> assertThat(fault.code().id()).isEqualTo("VL-LISTEN-003"));
    }

    @Test
    void knowsThoseOfThisProcess() {
        assertThat(Descriptors.most()).isPositive();
    }

    private void warn(Fault fault) {
        warnings.add(fault.code().id());
    }
}
