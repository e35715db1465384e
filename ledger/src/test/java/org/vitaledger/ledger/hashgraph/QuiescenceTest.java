package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.ledger.hashgraph.engine.Engine;
import org.vitaledger.ledger.hashgraph.engine.EngineStatus;
import org.vitaledger.ledger.hashgraph.engine.Payload;

class QuiescenceTest {
    private static final Payload OTHERS = new Payload(1, Bytes.of(new byte[Ticket.ID + 1]));

    private final AtomicInteger own = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong(99);
    private final Quiescence quiescence = new Quiescence(own::get, Duration.ofSeconds(2), nanos::get);

    private Engine.Motion after(Duration passed) {
        nanos.addAndGet(passed.toNanos());
        return quiescence.next(EngineStatus.ACTIVE);
    }

    @Test
    void restsOnceNothingHappenedForAWhileAndNothingIsLeftToOrder() {
        assertThat(after(Duration.ofMillis(1900))).isEqualTo(Engine.Motion.GO_ON);
        assertThat(after(Duration.ofMillis(100))).isEqualTo(Engine.Motion.REST);

        quiescence.seen(OTHERS);
        assertThat(after(Duration.ofMillis(100))).isEqualTo(Engine.Motion.START);
        assertThat(after(Duration.ofMillis(100))).isEqualTo(Engine.Motion.GO_ON);
        quiescence.ordered(OTHERS);
        assertThat(after(Duration.ofSeconds(2))).isEqualTo(Engine.Motion.REST);
    }

    @Test
    void startsTheOthersIfTheyCameToRestWhenACommandWasJustSubmitted() {
        assertThat(after(Duration.ofMillis(1900))).isEqualTo(Engine.Motion.GO_ON);
        own.set(1);
        assertThat(after(Duration.ofMillis(100)))
                .as("nobody else makes events any more, which can't be seen from here")
                .isEqualTo(Engine.Motion.START);
        quiescence.seen(OTHERS);
        assertThat(after(Duration.ofMillis(100))).isEqualTo(Engine.Motion.GO_ON);
        assertThat(after(Duration.ofSeconds(1))).as("that did not help").isEqualTo(Engine.Motion.START);
    }

    @Test
    void neverRestsBeforeItTakesPart() {
        nanos.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(quiescence.next(EngineStatus.STARTING)).isEqualTo(Engine.Motion.GO_ON);
        assertThat(quiescence.next(EngineStatus.CHECKING)).isEqualTo(Engine.Motion.START);
        assertThat(quiescence.next(EngineStatus.ACTIVE)).isEqualTo(Engine.Motion.REST);
    }
}
