package org.vitaledger.ledger.hashgraph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;

class EnvelopeTest {
    private static final Bytes BYTES = Bytes.utf8("something");

    @Test
    void comesBackAsItWas() {
        for (Envelope envelope : List.of(
                new Envelope.Content(BYTES),
                new Envelope.EngineSignature(BYTES),
                new Envelope.NoOp(),
                new Envelope.Aside(BYTES))) {
            assertThat(Envelope.parse(envelope.encode().toArray())).contains(envelope);
        }
    }

    @Test
    void isNothingElse() {
        assertThat(Envelope.parse(new byte[0])).isEmpty();
        assertThat(Envelope.parse(new byte[] {0, 1})).isEmpty();
        assertThat(Envelope.parse(new byte[] {5, 1})).isEmpty();
        assertThat(Envelope.parse(new byte[] {3, 1})).isEmpty();
    }
}
