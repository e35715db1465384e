package org.vitaledger.api.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Fails and marks a request whose body does not arrive in time: ten seconds, and what its size takes at 32 KiB a
 * second. A client that sends little by little is never idle, and would hold its place for hours.
 */
final class BodyDeadline extends Handler.Wrapper {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long BYTES_PER_SECOND = 32 * 1024;

    private final long largest;

    BodyDeadline(Handler inner, long largest) {
        super(inner);
        this.largest = largest;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long length = request.getLength();
        return length == 0
                ? super.handle(request, response, callback)
                : super.handle(new Timed(request, allowance(length)), response, callback);
    }

    private Duration allowance(long length) {
        long bytes = length < 0 ? largest : Math.min(length, largest);
        return GRACE.plusSeconds(bytes / BYTES_PER_SECOND);
    }

    private static final class Timed extends Request.Wrapper {
        private final long deadline;
        private volatile boolean late;

        Timed(Request request, Duration allowance) {
            super(request);
            this.deadline = NanoTime.now() + allowance.toNanos();
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = late
                    ? Content.Chunk.from(new TimeoutException("the body took too long to arrive"), true)
                    : super.read();
            if (Content.Chunk.isFailure(chunk) && chunk.getFailure() instanceof TimeoutException) {
                SlowBody.mark(this);
            }
            return chunk;
        }

        /** Waits for more of the body, but no longer than to the deadline. */
        @Override
        public void demand(Runnable more) {
            AtomicBoolean told = new AtomicBoolean();
            Runnable once = () -> {
                if (told.compareAndSet(false, true)) {
                    more.run();
                }
            };
            var waiting = getComponents()
                    .getScheduler()
                    .schedule(() -> giveUp(told, once), Math.max(0, NanoTime.until(deadline)), TimeUnit.NANOSECONDS);
            super.demand(() -> {
                waiting.cancel();
                once.run();
            });
        }

        private void giveUp(AtomicBoolean told, Runnable once) {
            if (!told.get()) {
                late = true;
                getComponents().getExecutor().execute(once);
            }
        }
    }
}
