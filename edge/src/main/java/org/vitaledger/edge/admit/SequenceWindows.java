package org.vitaledger.edge.admit;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.admit.SequenceWindow.Remembered;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;

/** The windows of all devices as bytes: {@code [version, [device, [sequence, high, low, ...]], ...]}. */
final class SequenceWindows {
    private static final int VERSION = 1;

    private SequenceWindows() {}

    static Remembered remembered(long sequence, Hash hash) {
        ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
        return new Remembered(sequence, bytes.getLong(), bytes.getLong());
    }

    static final class Writer {
        private final Map<DeviceId, List<Remembered>> windows = new TreeMap<>();

        void add(DeviceId device, List<Remembered> packs) {
            if (!packs.isEmpty()) {
                windows.put(device, packs);
            }
        }

        byte[] toArray() {
            CborWriter out = new CborWriter().writeArray(1 + 2 * windows.size()).writeLong(VERSION);
            windows.forEach((device, packs) -> {
                out.writeBytes(device.bytes());
                ByteBuffer line = ByteBuffer.allocate(packs.size() * 3 * Long.BYTES);
                packs.forEach(pack ->
                        line.putLong(pack.sequence()).putLong(pack.high()).putLong(pack.low()));
                out.writeBytes(line.array());
            });
            return out.toArray();
        }
    }

    static void read(byte[] encoded, BiConsumer<DeviceId, Remembered> visitor) {
        try {
            CborReader in = CborReader.deterministic(encoded);
            int items = in.readArray();
            if (in.readInt() != VERSION) {
                throw new SpoolFault(SpoolCode.UNREADABLE, Map.of("what", "sequence windows"), null);
            }
            for (int i = 1; i < items; i += 2) {
                DeviceId device = new DeviceId(in.readBytes());
                Bytes line = in.readBytes();
                ByteBuffer packs = ByteBuffer.wrap(line.toArray());
                while (packs.remaining() >= 3 * Long.BYTES) {
                    visitor.accept(device, new Remembered(packs.getLong(), packs.getLong(), packs.getLong()));
                }
            }
            in.end();
        } catch (CborRejected | IllegalArgumentException e) {
            throw new SpoolFault(SpoolCode.UNREADABLE, Map.of("what", "sequence windows"), e);
        }
    }
}
