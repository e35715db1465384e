package org.vitaledger.edge.normal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.device.pack.Measurement;

/** Packs for tests, written as {@code parameter unit value}; a dash is no unit. */
final class Packs {
    static final DeviceId DEVICE = DeviceId.parse("00a1b2c3d4e5f607");
    static final PatientHandle PATIENT = new PatientHandle(Bytes.of(new byte[PatientHandle.SIZE]));
    static final Hash HASH = Hash.sha256(new byte[] {1});
    static final Instant TIME = Instant.parse("2026-03-01T10:00:00.250Z");

    private Packs() {}

    static NormaliserInput of(String... measurements) {
        return of(List.of(measurements).stream().map(Packs::measurement).toList());
    }

    static NormaliserInput of(List<Measurement> measurements) {
        return new NormaliserInput(DEVICE, 7, PATIENT, measurements, HASH);
    }

    private static Measurement measurement(String text) {
        String[] parts = text.split(" ", -1);
        return new Measurement(
                parts[0], parts[1].equals("-") ? "" : parts[1], Decimal.of(new BigDecimal(parts[2])), TIME);
    }
}
