package org.vitaledger.core.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.statemap.LeafDigest;
import org.vitaledger.core.statemap.StateProof;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;

/** Evidence as deterministic CBOR: {@code ["vitaledger", kind, fields...]}. */
final class EvidenceCodec {
    private static final String MARK = "vitaledger";
    private static final int READING = 1;
    private static final int CONSENT = 2;
    private static final int ACCESSES = 3;
    private static final int MAX_PATH = 64;
    private static final int MAX_BESIDE = 128;

    private EvidenceCodec() {}

    static Bytes encode(Evidence evidence) {
        CborWriter out = new CborWriter();
        switch (evidence) {
            case Evidence.OfReading of -> {
                start(out, 11, READING, of.entry());
                out.writeLong(of.place().leaf()).writeBytes(of.place().salt());
                writePath(out, of.place().path());
                out.writeBytes(of.reading())
                        .writeBytes(of.signed())
                        .writeLong(of.enrolment().index())
                        .writeBytes(of.enrolment().entry());
                writePath(out, of.enrolment().path());
            }
            case Evidence.OfConsent of -> {
                start(out, 5, CONSENT, of.entry());
                out.writeBytes(of.consent().bytes());
                writeProof(out, of.proof());
            }
            case Evidence.OfAccesses of -> {
                start(out, 13, ACCESSES, of.entry());
                out.writeText(of.trail().member().text())
                        .writeBytes(of.trail().patient().bytes());
                writeProof(out, of.head());
                writeProof(out, of.patient());
                out.writeLong(of.records().first())
                        .writeArray(of.records().records().size());
                of.records().records().forEach(out::writeBytes);
                writePath(out, of.records().path());
                out.writeLong(of.growth().from()).writeBytes(of.growth().root().bytes());
                writePath(out, of.growth().path());
            }
        }
        return out.toBytes();
    }

    static Optional<Evidence> parse(byte[] extra) {
        try {
            CborReader in = CborReader.deterministic(extra);
            int fields = in.readArray();
            if (!in.readText().equals(MARK)) {
                return Optional.empty();
            }
            int kind = in.readInt();
            if (fields != fields(kind)) {
                return Optional.empty();
            }
            Bytes entry = in.readBytes();
            Optional<Evidence> evidence = switch (kind) {
                case READING -> Optional.of(readReading(in, entry));
                case CONSENT ->
                    Optional.of(new Evidence.OfConsent(entry, new ConsentId(in.readBytes()), readProof(in)));
                case ACCESSES -> Optional.of(readAccesses(in, entry));
                default -> Optional.empty();
            };
            in.end();
            return evidence;
        } catch (CborRejected | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int fields(int kind) {
        return switch (kind) {
            case READING -> 11;
            case ACCESSES -> 13;
            default -> 5;
        };
    }

    private static Evidence readAccesses(CborReader in, Bytes entry) throws CborRejected {
        Evidence.Trail trail = new Evidence.Trail(new MemberId(in.readText()), new PatientHandle(in.readBytes()));
        StateProof head = readProof(in);
        StateProof patient = readProof(in);
        long first = in.readUnsigned();
        int count = in.readArray();
        if (count > Evidence.Records.MAX) {
            throw new IllegalArgumentException("too many records");
        }
        List<Bytes> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(in.readBytes());
        }
        Evidence.Records shown = new Evidence.Records(first, records, readPath(in, MAX_BESIDE));
        Evidence.Growth growth = new Evidence.Growth(in.readUnsigned(), Hash.of(in.readByteArray()), readPath(in));
        return new Evidence.OfAccesses(entry, trail, head, patient, shown, growth);
    }

    private static Evidence readReading(CborReader in, Bytes entry) throws CborRejected {
        Evidence.Place place = new Evidence.Place(in.readInt(), in.readBytes(), readPath(in));
        Bytes reading = in.readBytes();
        Bytes signed = in.readBytes();
        Evidence.Included enrolment = new Evidence.Included(in.readUnsigned(), in.readBytes(), readPath(in));
        return new Evidence.OfReading(entry, place, reading, signed, enrolment);
    }

    private static void start(CborWriter out, int fields, int kind, Bytes entry) {
        out.writeArray(fields).writeText(MARK).writeLong(kind).writeBytes(entry);
    }

    private static void writePath(CborWriter out, List<Hash> path) {
        out.writeArray(path.size());
        path.forEach(hash -> out.writeBytes(hash.bytes()));
    }

    private static List<Hash> readPath(CborReader in) throws CborRejected {
        return readPath(in, MAX_PATH);
    }

    private static List<Hash> readPath(CborReader in, int most) throws CborRejected {
        int count = in.readArray();
        if (count > most) {
            throw new IllegalArgumentException("a path that is too long");
        }
        List<Hash> path = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            path.add(Hash.of(in.readByteArray()));
        }
        return path;
    }

    private static void writeProof(CborWriter out, StateProof proof) {
        out.writeArray(3);
        switch (proof) {
            case StateProof.Membership membership -> out.writeBoolean(true).writeBytes(membership.value());
            case StateProof.Absence absence -> {
                out.writeBoolean(false);
                if (absence.other().isPresent()) {
                    LeafDigest other = absence.other().get();
                    out.writeBytes(
                            other.keyHash().bytes().plus(other.valueHash().bytes()));
                } else {
                    out.writeNull();
                }
            }
        }
        writePath(out, proof.siblings());
    }

    private static StateProof readProof(CborReader in) throws CborRejected {
        in.readArray(3);
        if (in.readBoolean()) {
            return new StateProof.Membership(in.readBytes(), readPath(in, StateProof.MAX_SIBLINGS));
        }
        Optional<LeafDigest> other = Optional.empty();
        if (in.peek() == CborType.NULL) {
            in.readNull();
        } else {
            byte[] both = in.readBytes(2 * Hash.SIZE).toArray();
            other = Optional.of(new LeafDigest(Hash.of(both, 0), Hash.of(both, Hash.SIZE)));
        }
        return new StateProof.Absence(other, readPath(in, StateProof.MAX_SIBLINGS));
    }
}
