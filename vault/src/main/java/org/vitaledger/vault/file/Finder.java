package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;

/** Asks the index where things are. Safe for any thread while the index is open. */
final class Finder {
    private final Index index;

    Finder(Index index) {
        this.index = index;
    }

    Optional<PackPlace> pack(DeviceId device, long sequence) {
        byte[] value = index.get(IndexKeys.pack(device, sequence));
        return value == null ? Optional.empty() : Optional.of(PackPlace.read(device, sequence, value));
    }

    OptionalLong batch(GatewayId gateway, long number) {
        byte[] value = index.get(IndexKeys.batch(gateway, number));
        return value == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(value).getLong());
    }

    /** The number of the gateway's last batch, or 0. */
    long lastBatch(GatewayId gateway) {
        try (IndexWalk walk = index.walk(IndexKeys.batches()).start(false, IndexKeys.batch(gateway, Long.MAX_VALUE))) {
            if (!walk.valid()) {
                return 0;
            }
            byte[] key = walk.key();
            long number = ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
            return Arrays.equals(key, IndexKeys.batch(gateway, number)) ? number : 0;
        }
    }

    /** The positions of the newest versions of a patient's documents, in the order of their ids. */
    List<Long> documents(PatientHandle patient, String kind) {
        List<Long> positions = new ArrayList<>();
        try (IndexWalk walk = index.walk(IndexKeys.documents(patient, kind)).start(true)) {
            for (; walk.valid(); walk.next(true)) {
                positions.add(ByteBuffer.wrap(walk.value()).getLong());
            }
        }
        return positions;
    }

    /** How far apart the readings of one pack of a patient are at the most, in milliseconds. */
    long span(PatientHandle patient) {
        byte[] value = index.get(IndexKeys.span(patient));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }
}
