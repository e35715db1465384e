package org.vitaledger.device.publish;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.device.replay.OutgoingPack;

/** Counts what becomes of packs. For the loop only. */
final class Tally {
    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final PackObserver observer;
    private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
    private final Map<String, Long> refused = new TreeMap<>();
    private long packs;
    private long readings;
    private long resent;

    Tally(PackObserver observer) {
        this.observer = observer;
    }

    void answered(OutgoingPack pack, Acknowledgement answer, Duration elapsed) {
        switch (answer) {
            case Acknowledgement.Accepted() -> {
                packs++;
                readings += pack.readings();
                micros.recordValue(Math.min(elapsed.toNanos() / 1000, LONGEST_MICROS));
            }
            case Acknowledgement.Refused(int code, String text) ->
                refused.merge(
                        ("0x" + HexFormat.of().withUpperCase().toHexDigits((byte) code) + " " + text).strip(),
                        1L,
                        Long::sum);
            case Acknowledgement.Lost() -> throw new IllegalStateException("a lost pack is sent again, not counted");
        }
        observer.answered(pack, answer, elapsed);
    }

    void received(DeviceId device, Bytes message) {
        observer.received(device, message);
    }

    void resent() {
        resent++;
    }

    PublishReport report(int devices, int connected, int waiting) {
        return new PublishReport(devices, connected, packs, readings, refused, resent, waiting, Latency.of(micros));
    }
}
