package org.vitaledger.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.vitaledger.node.cli.ExitCode;

class SupervisorTest {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void leavesAProgramAloneThatWasCalledWrongly() throws Exception {
        Supervisor supervisor = new Supervisor(List.of("node", "--nonsense"), told::add);
        assertThat(supervisor.run()).isEqualTo(ExitCode.USAGE);
        assertThat(told).isEmpty();
    }

    @Test
    void startsAProgramAgainThatFailedUntilItIsStopped() throws Exception {
        // A node whose folder can't be made.
        Supervisor supervisor = new Supervisor(List.of("node", "--home", "/dev/null/x"), told::add);
        FutureTask<Integer> running = new FutureTask<>(supervisor::run);
        Thread.ofPlatform().start(running);
        assertThat(told.poll(60, TimeUnit.SECONDS)).contains("ended with 3", "in 1 s");
        assertThat(told.poll(60, TimeUnit.SECONDS)).contains("ended with 3", "in 2 s");
        supervisor.stop();
        assertThat(running.get(60, TimeUnit.SECONDS)).isEqualTo(ExitCode.FAULT);
    }
}
