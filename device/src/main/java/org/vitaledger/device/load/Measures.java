package org.vitaledger.device.load;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.vitaledger.device.publish.Latency;

/** Counts answers while it is switched on. Safe for any thread. */
final class Measures {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final ConcurrentHistogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final LongAdder packs = new LongAdder();
    private final Map<Integer, Long> refused = new ConcurrentHashMap<>();
    private volatile boolean on;
    private long begin;
    private long end;

    void begin() {
        begin = System.nanoTime();
        on = true;
    }

    void end() {
        on = false;
        end = System.nanoTime();
    }

    void accepted(long nanos) {
        if (on) {
            packs.increment();
            micros.recordValue(Math.min(nanos / 1000, LONGEST_MICROS));
        }
    }

    void refused(int code) {
        if (on) {
            refused.merge(code, 1L, Long::sum);
        }
    }

    LoadReport report(long unanswered) {
        return new LoadReport(packs.sum(), Duration.ofNanos(end - begin), refused, Latency.of(micros), unanswered);
    }
}
