package org.vitaledger.api.audit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.audit.PatientTrail;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.statemap.NodeSource;
import org.vitaledger.core.statemap.StateMap;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.store.KeyValues;
import org.vitaledger.ledger.store.StoredMap;

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
        NodeSource nodes = StoredMap.source(values.version(), form(cipher));
        byte[] mark = values.get(AuditKeys.MAP_MARK);
        if (mark == null || mark.length < HEADER || mark[0] != VERSION) {
            return new AuditMap(StateMap.EMPTY, 0, 0, nodes);
        }
        ByteBuffer in = ByteBuffer.wrap(mark, 1, mark.length - 1);
        long size = in.getLong();
        long end = in.getLong();
        int patients = in.getInt();
        byte[] top = Arrays.copyOfRange(mark, HEADER, mark.length);
        try {
            return new AuditMap(StateMap.of(nodes, top, patients), size, end, nodes);
        } catch (IllegalArgumentException e) {
            throw new AuditFault(AuditFault.Kind.INDEX_WRONG, Map.of("what", "the map"), e);
        }
    }

    /** A patient's trail; empty if there are no records. */
    Optional<PatientTrail> trail(PatientHandle patient) {
        return map.value(PatientTrail.key(patient)).map(AuditMap::parse);
    }

    private static PatientTrail parse(Bytes trail) {
        try {
            return PatientTrail.parse(trail);
        } catch (CborRejected | IllegalArgumentException e) {
            throw new AuditFault(AuditFault.Kind.INDEX_WRONG, Map.of("what", "a trail"), e);
        }
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
            map.write(before.map, StoredMap.sink(changes, form(cipher)));
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
        NodeSource written = StoredMap.source(values.version(), form(cipher));
        return new AuditMap(map.readFrom(written, map, LEVELS_KEPT), size, end, written);
    }

    /** Patients stand in it encrypted. */
    private static StoredMap.Form form(RecordCipher cipher) {
        return new StoredMap.Form(
                cipher::seal, stored -> cipher.open(stored).orElseThrow(() -> AuditFault.indexWrong("a trail")));
    }
}
