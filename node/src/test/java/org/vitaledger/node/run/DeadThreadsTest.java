package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that somebody would miss. */
class DeadThreadsTest {
    private final DeadThreads dead = new DeadThreads();

    @Test
    void tellsTheFirstThatDied() throws InterruptedException {
        assertThat(dead.fault()).isEmpty();
        die("ledger-peer");
        die("drain");
        assertThat(dead.fault().orElseThrow().getMessage()).contains("VL-NODE-017", "ledger-peer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-12", "ledger-member", "api-warm-up", ""})
    void missesNoneThatServedOneRequest(String name) throws InterruptedException {
        die(name);
        assertThat(dead.fault()).isEmpty();
    }

    private void die(String name) throws InterruptedException {
        Thread thread = Thread.ofPlatform()
                .name(name)
                .uncaughtExceptionHandler(dead)
                .start(() -> {
                    throw new IllegalStateException("a bug");
                });
        thread.join();
    }
}
