package org.vitaledger.api.audit;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;

/**
 * The keys of the audit log's index beside those of its map: a byte for the kind, pseudonyms, then big-endian numbers.
 * Patients and principals stand in it under pseudonyms that only the node's key makes, so that the index tells nobody else
 * whom it is about. Safe for any thread.
 */
final class AuditKeys {
    static final byte[] MARK = {'m'};
    static final byte[] MAP_MARK = {'M'};

    /** Bytes in a pseudonym. */
    static final int PSEUDONYM = 16;

    private static final byte LOG = 'h';
    private static final byte TRAIL = 'p';
    private static final byte COUNT = 'c';
    private static final byte RECORD = 'r';
    private static final byte TIME = 't';
    private static final byte PATIENT_TIME = 'x';
    private static final byte PRINCIPAL_TIME = 'a';
    private static final int PLACE = 2 * Long.BYTES;

    private final SecretKeySpec key;

    AuditKeys(Bytes key) {
        this.key = new SecretKeySpec(key.toArray(), "HmacSHA256");
    }

    byte[] pseudonym(PatientHandle patient) {
        return pseudonym((byte) 1, patient.bytes());
    }

    byte[] pseudonym(PrincipalId principal) {
        return pseudonym((byte) 2, principal.bytes());
    }

    private byte[] pseudonym(byte kind, Bytes id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(kind);
            return Arrays.copyOf(mac.doFinal(id.toArray()), PSEUDONYM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    /** Of a subtree of the log. */
    static byte[] node(int level, long index) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .put(LOG)
                .put((byte) level)
                .putLong(index)
                .array();
    }

    /** Of a subtree of a patient's trail. */
    static byte[] node(byte[] patient, int level, long index) {
        return ByteBuffer.allocate(2 + PSEUDONYM + Long.BYTES)
                .put(TRAIL)
                .put(patient)
                .put((byte) level)
                .putLong(index)
                .array();
    }

    /** How many records a patient has. */
    static byte[] count(byte[] patient) {
        return ByteBuffer.allocate(1 + PSEUDONYM).put(COUNT).put(patient).array();
    }

    /** Where a patient's record of a number is. */
    static byte[] record(byte[] patient, long number) {
        return ByteBuffer.allocate(1 + PSEUDONYM + Long.BYTES)
                .put(RECORD)
                .put(patient)
                .putLong(number)
                .array();
    }

    /** What the numbers of all patients' records begin with. */
    static byte[] records() {
        return new byte[] {RECORD};
    }

    /** What places begin with, of each kind. */
    static List<byte[]> kindsOfPlaces() {
        return List.of(new byte[] {TIME}, new byte[] {PATIENT_TIME}, new byte[] {PRINCIPAL_TIME});
    }

    /** What the places of all records begin with. */
    static byte[] times() {
        return new byte[] {TIME};
    }

    /** What the places of a patient's records begin with. */
    static byte[] timesOfPatient(byte[] patient) {
        return ByteBuffer.allocate(1 + PSEUDONYM).put(PATIENT_TIME).put(patient).array();
    }

    /** What the places of the records about a principal begin with. */
    static byte[] timesOfPrincipal(byte[] principal) {
        return ByteBuffer.allocate(1 + PSEUDONYM)
                .put(PRINCIPAL_TIME)
                .put(principal)
                .array();
    }

    /** A place behind such a beginning; places ascend with the time. */
    static byte[] place(byte[] beginning, AuditPlace place) {
        return ByteBuffer.allocate(beginning.length + PLACE)
                .put(beginning)
                .putLong(place.time().toEpochMilli() ^ Long.MIN_VALUE)
                .putLong(place.position())
                .array();
    }

    /** The place in a key. */
    static AuditPlace place(byte[] key) {
        if (key.length <= PLACE) {
            throw AuditFault.indexWrong("a place");
        }
        ByteBuffer in = ByteBuffer.wrap(key, key.length - PLACE, PLACE);
        return new AuditPlace(Instant.ofEpochMilli(in.getLong() ^ Long.MIN_VALUE), in.getLong());
    }
}
