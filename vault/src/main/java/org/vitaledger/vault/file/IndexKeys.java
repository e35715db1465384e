package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.PatientHandle;

/** The keys of the index; the first byte tells the kind, numbers are big-endian so that they sort. */
final class IndexKeys {
    /** What the index covers. */
    static final byte[] META = {'M'};

    private static final byte PACK = 'P';
    private static final byte BATCH = 'B';
    private static final byte DOCUMENT = 'K';
    private static final byte SPAN = 'S';
    private static final byte CODE = 'C';
    private static final byte BY_FIRST = 'A';
    private static final byte BY_LAST = 'D';

    private IndexKeys() {}

    /** Where a pack is. */
    static byte[] pack(DeviceId device, long sequence) {
        return ByteBuffer.allocate(1 + DeviceId.SIZE + Long.BYTES)
                .put(PACK)
                .put(device.bytes().toArray())
                .putLong(sequence)
                .array();
    }

    static byte[] packs() {
        return new byte[] {PACK};
    }

    /** Where a batch is. */
    static byte[] batch(GatewayId gateway, long number) {
        byte[] name = gateway.toString().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + name.length + Long.BYTES)
                .put(BATCH)
                .put(name)
                .put((byte) 0)
                .putLong(number)
                .array();
    }

    static byte[] batches() {
        return new byte[] {BATCH};
    }

    /** Where the newest version of a document is. */
    static byte[] document(PatientHandle patient, String kind, String id) {
        byte[] start = documents(patient, kind);
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] key = Arrays.copyOf(start, start.length + name.length);
        System.arraycopy(name, 0, key, start.length, name.length);
        return key;
    }

    /** The start of the keys of a patient's documents of one kind. */
    static byte[] documents(PatientHandle patient, String kind) {
        byte[] name = kind.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + PatientHandle.SIZE + name.length)
                .put(DOCUMENT)
                .put(patient.bytes().toArray())
                .put((byte) name.length)
                .put(name)
                .array();
    }

    /** The start of the keys of all documents. */
    static byte[] documents() {
        return new byte[] {DOCUMENT};
    }

    /** How far apart the readings of one pack of a patient are at the most. */
    static byte[] span(PatientHandle patient) {
        return ofPatient(SPAN, patient);
    }

    /** The number that stands for a LOINC code. */
    static byte[] code(String code) {
        byte[] name = code.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + name.length).put(CODE).put(name).array();
    }

    static byte[] codes() {
        return new byte[] {CODE};
    }

    /** The start of the keys of a patient's packs by the time of their first or last reading. */
    static byte[] timeline(PatientHandle patient, boolean byLast) {
        return ofPatient(byLast ? BY_LAST : BY_FIRST, patient);
    }

    /** The start of the keys of all patients' time lines. */
    static byte[] timelines(boolean byLast) {
        return new byte[] {byLast ? BY_LAST : BY_FIRST};
    }

    /** A pack in a patient's time line. */
    static byte[] onTimeline(PackEntry entry, long time, boolean byLast) {
        return ByteBuffer.allocate(1 + PatientHandle.SIZE + Long.BYTES + DeviceId.SIZE + Long.BYTES)
                .put(timeline(entry.patient(), byLast))
                .putLong(time ^ Long.MIN_VALUE)
                .put(entry.device().bytes().toArray())
                .putLong(entry.sequence())
                .array();
    }

    /** The first key of a patient's time line at {@code time} or later. */
    static byte[] timelineFrom(PatientHandle patient, boolean byLast, long time) {
        return ByteBuffer.allocate(1 + PatientHandle.SIZE + Long.BYTES)
                .put(timeline(patient, byLast))
                .putLong(time ^ Long.MIN_VALUE)
                .array();
    }

    /** The starts of all keys that tell something about a patient's readings and documents. */
    static byte[][] about(PatientHandle patient) {
        return new byte[][] {
            timeline(patient, false), timeline(patient, true), span(patient), ofPatient(DOCUMENT, patient)
        };
    }

    /** The first key behind all that start with {@code prefix}. */
    static byte[] behind(byte[] prefix) {
        byte[] end = prefix.clone();
        int last = end.length - 1;
        while (end[last] == -1) {
            last--;
        }
        end[last]++;
        return Arrays.copyOf(end, last + 1);
    }

    private static byte[] ofPatient(byte kind, PatientHandle patient) {
        return ByteBuffer.allocate(1 + PatientHandle.SIZE)
                .put(kind)
                .put(patient.bytes().toArray())
                .array();
    }
}
