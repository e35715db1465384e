package org.vitaledger.core.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.access.DenyReason;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

/**
 * That somebody asked to read a patient's data, and what was decided. A record is a leaf of its member's audit log, and
 * of the tree of its patient there, in which records are numbered without gaps (INV-011). The salt keeps whoever sees the
 * hashes from finding out by trial what was recorded.
 *
 * @param salt {@link #SALT_SIZE} bytes that nobody can guess
 * @param number from 1, among those of the patient
 * @param member where it was asked
 * @param request who asked, as what, what for, about whom
 * @param access what was asked for and when
 * @param decision what was decided
 */
public record AuditRecord(
        Bytes salt, long number, MemberId member, AccessRequest request, Access access, Ruling decision) {
    /** Bytes in a salt. */
    public static final int SALT_SIZE = 16;

    private static final int VERSION = 2;
    private static final int FIELDS = 13;

    /**
     * What was asked for.
     *
     * @param interaction the FHIR interaction, for example {@code Observation.search}; 1 to 64 printable ASCII
     *     characters, never a search value
     * @param time when, whole milliseconds, from 1970 to 9999
     */
    public record Access(String interaction, Instant time) {
        private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

        public Access {
            if (interaction.isEmpty()
                    || interaction.length() > 64
                    || !interaction.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("an interaction is 1 to 64 printable ASCII characters");
            }
            time = Instant.ofEpochMilli(time.toEpochMilli());
            if (!isTime(time)) {
                throw new IllegalArgumentException("the time of an access lies between 1970 and 9999");
            }
        }

        /** Whether something can have been asked for at a time. */
        public static boolean isTime(Instant time) {
            return !time.isBefore(Instant.EPOCH) && time.isBefore(END);
        }
    }

    /**
     * What was decided.
     *
     * @param denied why access was denied, or empty if it was permitted
     * @param height the ledger height that the decision is pinned to
     * @param consents the consents that permitted it, in their versions
     */
    public record Ruling(Optional<DenyReason> denied, long height, List<Grant.ConsentVersion> consents) {
        public Ruling {
            consents = List.copyOf(consents);
        }
    }

    public AuditRecord {
        if (salt.size() != SALT_SIZE) {
            throw new IllegalArgumentException("the salt of an audit record has 16 bytes");
        }
        if (number < 1) {
            throw new IllegalArgumentException("audit records are numbered from 1");
        }
    }

    /** The canonical bytes: the leaf of the log and of the patient's tree. */
    public Bytes encode() {
        CborWriter out = new CborWriter()
                .writeArray(FIELDS)
                .writeLong(VERSION)
                .writeBytes(salt)
                .writeLong(number)
                .writeText(member.text())
                .writeBytes(request.principal().bytes())
                .writeText(request.role().name())
                .writeText(request.purpose().name())
                .writeBytes(request.patient().bytes())
                .writeText(access.interaction())
                .writeLong(access.time().toEpochMilli())
                .writeText(decision.denied().map(DenyReason::name).orElse(""))
                .writeLong(decision.height())
                .writeArray(decision.consents().size());
        decision.consents()
                .forEach(c -> out.writeArray(2).writeBytes(c.id().bytes()).writeLong(c.version()));
        return out.toBytes();
    }

    /**
     * Reads the canonical bytes.
     *
     * @throws CborRejected if they are not deterministic CBOR of that shape
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public static AuditRecord parse(byte[] bytes) throws CborRejected {
        CborReader in = CborReader.deterministic(bytes);
        in.readArray(FIELDS);
        if (in.readInt() != VERSION) {
            throw new IllegalArgumentException("an audit record of an unknown version");
        }
        Bytes salt = in.readBytes();
        long number = in.readUnsigned();
        MemberId member = new MemberId(in.readText());
        AccessRequest request = new AccessRequest(
                new PrincipalId(in.readBytes()),
                Role.valueOf(in.readText()),
                Purpose.valueOf(in.readText()),
                new PatientHandle(in.readBytes()));
        Access access = new Access(in.readText(), Instant.ofEpochMilli(in.readLong()));
        String denied = in.readText();
        long height = in.readUnsigned();
        List<Grant.ConsentVersion> consents = new ArrayList<>();
        for (int left = in.readArray(); left > 0; left--) {
            in.readArray(2);
            consents.add(new Grant.ConsentVersion(new ConsentId(in.readBytes()), in.readInt()));
        }
        in.end();
        Optional<DenyReason> reason = denied.isEmpty() ? Optional.empty() : Optional.of(DenyReason.valueOf(denied));
        return new AuditRecord(salt, number, member, request, access, new Ruling(reason, height, consents));
    }
}
