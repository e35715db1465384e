package org.vitaledger.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnProgramTest {
    @Test
    void oneOfSeveralHasLessMemoryAndOneCollector() {
        List<String> line = OwnProgram.sharing(List.of("--version")).command();
        assertThat(line).contains("-Xmx352m").endsWith("--version");
        assertThat(line)
                .filteredOn(option -> option.startsWith("-XX:+Use") && option.endsWith("GC"))
                .containsExactly("-XX:+UseSerialGC");
        assertThat(OwnProgram.sharingBriefly(List.of()).command()).contains("-XX:TieredStopAtLevel=1");
    }
}
