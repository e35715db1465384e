package org.vitaledger.node.network;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.node.cli.ExitCode;

/**
 * Runs this program in a process of its own and starts it again when it gave up, as the consensus engine does when it can't
 * go on: after a second, and after twice as long each time, up to half a minute.
 */
public final class Supervisor {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(30);
    private static final Duration SETTLED = Duration.ofMinutes(2);

    private final List<String> arguments;
    private final Consumer<String> tell;
    private final CountDownLatch stop = new CountDownLatch(1);

    /**
     * @param arguments of the program
     * @param tell is told, in words, when the program is started again
     */
    public Supervisor(List<String> arguments, Consumer<String> tell) {
        this.arguments = List.copyOf(arguments);
        this.tell = tell;
    }

    /** Runs the program until it ends in order, was called wrongly, or {@link #stop} is called; answers with its exit code. */
    public int run() throws IOException, InterruptedException {
        Duration pause = FIRST;
        while (true) {
            long start = System.nanoTime();
            Process running = OwnProgram.with(arguments).inheritIO().start();
            int code = await(running);
            if (code == ExitCode.YES || code == ExitCode.USAGE || stop.getCount() == 0) {
                return code;
            }
            pause = System.nanoTime() - start > SETTLED.toNanos() ? FIRST : pause;
            tell.accept("The node ended with " + code + "; it starts again in " + pause.toSeconds() + " s.");
            if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return code;
            }
            pause = pause.multipliedBy(2).compareTo(LAST) > 0 ? LAST : pause.multipliedBy(2);
        }
    }

    /** Ends the program in order. */
    public void stop() {
        stop.countDown();
    }

    private int await(Process running) throws InterruptedException {
        while (!running.waitFor(100, TimeUnit.MILLISECONDS)) {
            if (stop.getCount() == 0) {
                running.destroy();
                return running.waitFor();
            }
        }
        return running.exitValue();
    }
}
