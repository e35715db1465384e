package org.vitaledger.api.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connection of a client that does not take its answer in time: ten seconds for each {@value #PIECE} bytes. A
 * client that reads little by little is never idle, and would hold its place for hours.
 */
final class AnswerDeadline extends Handler.Wrapper {
    private static final Duration ALLOWANCE = Duration.ofSeconds(10);
    private static final int PIECE = 64 * 1024;

    AnswerDeadline(Handler inner) {
        super(inner);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new Timed(request, response), callback);
    }

    private static final class Timed extends Response.Wrapper {
        Timed(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer bytes, Callback taken) {
            if (bytes == null || bytes.remaining() <= PIECE) {
                writePiece(last, bytes, taken);
                return;
            }
            new IteratingNestedCallback(taken) {
                @Override
                protected Action process() {
                    if (!bytes.hasRemaining()) {
                        return Action.SUCCEEDED;
                    }
                    ByteBuffer piece = bytes.slice(bytes.position(), Math.min(PIECE, bytes.remaining()));
                    bytes.position(bytes.position() + piece.remaining());
                    writePiece(last && !bytes.hasRemaining(), piece, this);
                    return Action.SCHEDULED;
                }
            }.iterate();
        }

        private void writePiece(boolean last, @Nullable ByteBuffer piece, Callback taken) {
            EndPoint client =
                    getRequest().getConnectionMetaData().getConnection().getEndPoint();
            Scheduler.Task late = getRequest()
                    .getComponents()
                    .getScheduler()
                    .schedule(
                            () -> client.close(new TimeoutException("the answer was not taken in time")),
                            ALLOWANCE.toMillis(),
                            TimeUnit.MILLISECONDS);
            super.write(
                    last,
                    piece,
                    Callback.from(
                            () -> {
                                late.cancel();
                                taken.succeeded();
                            },
                            failure -> {
                                late.cancel();
                                taken.failed(failure);
                            }));
        }
    }
}
