package org.vitaledger.device.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitaledger.core.sign.Algorithm;

class FastestSignaturesTest {
    @ParameterizedTest
    @EnumSource(names = {"ED25519", "ES256"})
    void neverLeavesTheDevicesSignaturesToTheSlowPlatform(Algorithm algorithm) {
        assertThat(FastestSignatures.find().preferredProvider(algorithm)).isPresent();
    }
}
