package org.vitaledger.api.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.statemap.NodePath;
import org.vitaledger.core.statemap.NodeSink;
import org.vitaledger.core.statemap.NodeSource;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.store.KeyValues;

/**
 * The map from patient to {@link PatientTrail} over the log's first records, as it is written down. Patients stand in it
 * encrypted. Immutable; any thread may read it, also while a later one is written.
 *
 * @param map reads what it needs from where it is written down
 * @param size over how many records
 * @param end the position behind the last of them
 */
record AuditMap(StateMap map, long size, long end, NodeSource nodes) {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + 2 * Long.BYTES + Integer.BYTES;

    /** What stays in memory of what was read. */
    private static final int LEVELS_KEPT = 8;

    /** The map that was written down last; the empty one if none was. */
    static AuditMap read(KeyValues values, RecordCipher cipher) {
        NodeSource nodes = new Nodes(values.version(), cipher);
        byte[] mark = values.get(AuditKeys.MAP_MARK);
        if (mark == null || mark.length < HEADER || mark[0] != VERSION) {
            return new AuditMap(StateMap.EMPTY, 0, 0, nodes);
        }
        ByteBuffer in = ByteBuffer.wrap(mark, 1, mark.length - 1);
        long size = in.getLong();
        long end = in.getLong();
        int patients = in.getInt();
        byte[] top = Arrays.copyOfRange(mark, HEADER, mark.length);
        return new AuditMap(StateMap.of(nodes, top, patients), size, end, nodes);
    }

    /**
     * The map over more records, in memory so far.
     *
     * @param changed the trails of all patients that have one of the further records
     */
    AuditMap with(Map<PatientHandle, PatientTrail> changed, long newSize, long newEnd) {
        StateMap next = map;
        for (Map.Entry<PatientHandle, PatientTrail> trail : changed.entrySet()) {
            next = next.with(PatientTrail.key(trail.getKey()), trail.getValue().encode());
        }
        return new AuditMap(next, newSize, newEnd, nodes);
    }

    /** Writes this map down instead of {@code before}, and gives it to be read from there. */
    AuditMap write(AuditMap before, KeyValues values, RecordCipher cipher) {
        values.change(false, changes -> {
            map.write(before.map, new Writing(changes, cipher));
            byte[] top = map.top();
            byte[] mark = ByteBuffer.allocate(HEADER + top.length)
                    .put(VERSION)
                    .putLong(size)
                    .putLong(end)
                    .putInt(map.size())
                    .put(top)
                    .array();
            changes.put(AuditKeys.MAP_MARK, mark);
        });
        NodeSource written = new Nodes(values.version(), cipher);
        return new AuditMap(map.readFrom(written, map, LEVELS_KEPT), size, end, written);
    }

    private record Nodes(KeyValues.Version version, RecordCipher cipher) implements NodeSource {
        @Override
        public byte @Nullable [] inner(NodePath path) {
            return version.get(AuditKeys.inner(path));
        }

        @Override
        public @Nullable StoredEntry entry(Hash keyHash) {
            byte[] sealed = version.get(AuditKeys.entry(keyHash));
            if (sealed == null) {
                return null;
            }
            Bytes entry = Bytes.of(cipher.open(sealed)
                    .orElseThrow(() -> new IllegalStateException(
                            "an entry of the map of patients" + " was not written under this key")));
            return new StoredEntry(entry.slice(0, PatientHandle.SIZE), entry.slice(PatientHandle.SIZE, entry.size()));
        }
    }

    private record Writing(KeyValues.Changes changes, RecordCipher cipher) implements NodeSink {
        @Override
        public void putInner(NodePath path, byte[] children) {
            changes.put(AuditKeys.inner(path), children);
        }

        @Override
        public void removeInner(NodePath path) {
            changes.delete(AuditKeys.inner(path));
        }

        @Override
        public void putEntry(Hash keyHash, Bytes key, Bytes value) {
            changes.put(AuditKeys.entry(keyHash), cipher.seal(key.plus(value).toArray()));
        }

        @Override
        public void removeEntry(Hash keyHash) {
            changes.delete(AuditKeys.entry(keyHash));
        }
    }
}
