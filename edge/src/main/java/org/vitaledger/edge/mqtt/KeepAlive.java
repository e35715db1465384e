package org.vitaledger.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Ends a session that was quiet for one and a half times its keep-alive (MQTT 5 section 3.1.2.10). Time in which the
 * endpoint itself did not read does not count. For one event loop.
 */
final class KeepAlive {
    private final Session session;
    private final EventLoop loop;
    private long lastReadNanos = System.nanoTime();
    private boolean reading = true;

    KeepAlive(Session session, EventLoop loop) {
        this.session = session;
        this.loop = loop;
    }

    /** Begins to watch; 0 seconds never ends anything. */
    void start(int seconds) {
        if (seconds > 0) {
            watch(TimeUnit.MILLISECONDS.toNanos(seconds * 1500L));
        }
    }

    /** Something was read. */
    void heard() {
        lastReadNanos = System.nanoTime();
    }

    /** The endpoint reads from the socket from now on, or does not. */
    void reading(boolean on) {
        reading = on;
        heard();
    }

    private void watch(long limitNanos) {
        if (session.ending()) {
            return;
        }
        long quiet = reading ? System.nanoTime() - lastReadNanos : 0;
        if (quiet >= limitNanos) {
            session.breach(Reason.KEEP_ALIVE_TIMEOUT);
        } else {
            var _ = loop.schedule(() -> watch(limitNanos), limitNanos - quiet, TimeUnit.NANOSECONDS);
        }
    }
}
