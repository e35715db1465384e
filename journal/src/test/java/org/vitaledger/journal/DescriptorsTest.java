package org.vitaledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections leave descriptors for the disk and the ledger. */
class DescriptorsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "500, 0, 0",
        "600, 66, 22",
        "1000, 366, 122",
        "4096, 2304, 768",
        "20000, 11250, 3750",
        "9223372036854775807, 2147483647, 2147483647"
    })
    void areSharedByAllWhoConnect(long most, int devices, int clients) {
        Descriptors descriptors = new Descriptors(most);
        assertThat(descriptors.forDevices()).isEqualTo(devices);
        assertThat(descriptors.forClients()).isEqualTo(clients);
    }

    @Test
    void areThoseOfThisProcess() {
        assertThat(Descriptors.ofThisProcess().most()).isPositive();
    }
}
