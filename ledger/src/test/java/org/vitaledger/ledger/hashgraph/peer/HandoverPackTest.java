package org.vitaledger.ledger.hashgraph.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandoverPackTest {
    @Test
    void comesBackAsItWas() throws IOException {
        HandoverPack pack = HandoverPack.decode(new HandoverPack("a checkpoint", new byte[] {1, 2}).encode());
        assertThat(pack.checkpoint()).isEqualTo("a checkpoint");
        assertThat(pack.state()).containsExactly(1, 2);
        assertThatThrownBy(pack::note).isInstanceOf(IOException.class);
    }

    @Test
    void isNothingElse() {
        for (byte[] rubbish :
                List.of(new byte[0], new byte[] {0, 0, 0}, new byte[] {0, 0, 0, 2, 1}, new byte[] {-1, 0, 0, 0, 1})) {
            assertThatThrownBy(() -> HandoverPack.decode(rubbish)).isInstanceOf(IOException.class);
        }
    }
}
