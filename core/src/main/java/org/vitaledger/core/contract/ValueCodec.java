package org.vitaledger.core.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.CodeSet;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.core.value.SequenceRange;
import org.vitaledger.core.value.Sequences;

/** The canonical bytes of the values in commands and state records: deterministic CBOR arrays, sets ascending. */
final class ValueCodec {
    private ValueCodec() {}

    static void write(CborWriter out, Member member) {
        out.writeArray(4)
                .writeText(member.id().text())
                .writeBytes(member.ed25519().raw())
                .writeBytes(member.mlDsa44().raw());
        writeOptional(out, member.card().map(Hash::bytes));
    }

    static Member readMember(CborReader in) throws CborRejected {
        in.readArray(4);
        return new Member(
                new MemberId(in.readText()),
                new VerifyingKey(Algorithm.ED25519, in.readBytes()),
                new VerifyingKey(Algorithm.ML_DSA_44, in.readBytes()),
                readOptional(in).map(Bytes::toArray).map(Hash::of));
    }

    static void write(CborWriter out, Principal principal) {
        List<Integer> roles =
                principal.roles().stream().map(Role::code).sorted().toList();
        out.writeArray(5)
                .writeBytes(principal.id().bytes())
                .writeText(principal.member().text());
        out.writeArray(roles.size());
        roles.forEach(out::writeLong);
        writeOptional(out, principal.self().map(PatientHandle::bytes));
        out.writeBoolean(principal.active());
    }

    static Principal readPrincipal(CborReader in) throws CborRejected {
        in.readArray(5);
        PrincipalId id = new PrincipalId(in.readBytes());
        MemberId member = new MemberId(in.readText());
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (int left = in.readArray(); left > 0; left--) {
            roles.add(byCode(Role.values(), Role::code, in.readInt()));
        }
        return new Principal(id, member, roles, readOptional(in).map(PatientHandle::new), in.readBoolean());
    }

    static void write(CborWriter out, VerifyingKey key) {
        out.writeArray(2).writeLong(code(key.algorithm())).writeBytes(key.raw());
    }

    static VerifyingKey readKey(CborReader in) throws CborRejected {
        in.readArray(2);
        return new VerifyingKey(byCode(Algorithm.values(), ValueCodec::code, in.readInt()), in.readBytes());
    }

    static void write(CborWriter out, Device device) {
        out.writeArray(8)
                .writeBytes(device.id().bytes())
                .writeText(device.member().text());
        write(out, device.key());
        writeOptional(out, device.patient().map(PatientHandle::bytes));
        out.writeLong(device.boundSince().toEpochMilli())
                .writeBoolean(device.wornBefore())
                .writeLong(device.status().code());
        Sequences anchored = device.anchored();
        out.writeArray(2 + 2 * anchored.gaps().size())
                .writeLong(anchored.highest())
                .writeLong(anchored.lost());
        anchored.gaps().forEach(gap -> out.writeLong(gap.first()).writeLong(gap.last()));
    }

    static Device readDevice(CborReader in) throws CborRejected {
        in.readArray(8);
        return new Device(
                new DeviceId(in.readBytes()),
                new MemberId(in.readText()),
                readKey(in),
                readOptional(in).map(PatientHandle::new),
                Instant.ofEpochMilli(in.readLong()),
                in.readBoolean(),
                byCode(Device.Status.values(), Device.Status::code, in.readInt()),
                readSequences(in));
    }

    private static Sequences readSequences(CborReader in) throws CborRejected {
        int items = in.readArray();
        long highest = in.readUnsigned();
        long lost = in.readUnsigned();
        List<Sequences.Gap> gaps = new ArrayList<>();
        for (int i = 2; i < items; i += 2) {
            gaps.add(new Sequences.Gap(in.readUnsigned(), in.readUnsigned()));
        }
        return new Sequences(highest, gaps, lost);
    }

    static void write(CborWriter out, Consent consent) {
        Consent.Terms terms = consent.terms();
        out.writeArray(9)
                .writeBytes(consent.id().bytes())
                .writeLong(consent.version())
                .writeBytes(consent.patient().bytes());
        switch (terms.grantee()) {
            case Grantee.OnePrincipal one ->
                out.writeArray(2).writeLong(1).writeBytes(one.id().bytes());
            case Grantee.WholeMember all ->
                out.writeArray(2).writeLong(2).writeText(all.id().text());
        }
        List<Integer> purposes =
                terms.purposes().stream().map(Purpose::code).sorted().toList();
        out.writeArray(purposes.size());
        purposes.forEach(out::writeLong);
        write(out, CodeSet.of(terms.codes()));
        out.writeLong(terms.start().toEpochMilli()).writeLong(terms.end().toEpochMilli());
        out.writeLong(consent.status().code());
    }

    static Consent readConsent(CborReader in) throws CborRejected {
        in.readArray(9);
        ConsentId id = new ConsentId(in.readBytes());
        int version = in.readInt();
        PatientHandle patient = new PatientHandle(in.readBytes());
        Grantee grantee = readGrantee(in);
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (int left = in.readArray(); left > 0; left--) {
            purposes.add(byCode(Purpose.values(), Purpose::code, in.readInt()));
        }
        CodeSet codes = readCodes(in);
        Consent.Terms terms = new Consent.Terms(
                grantee, purposes, codes, Instant.ofEpochMilli(in.readLong()), Instant.ofEpochMilli(in.readLong()));
        return new Consent(
                id, version, patient, terms, byCode(Consent.Status.values(), Consent.Status::code, in.readInt()));
    }

    private static void write(CborWriter out, CodeSet codes) {
        byte[] text = new byte[CodeSet.LONGEST_CODE];
        out.writeArray(codes.size());
        for (int i = 0; i < codes.size(); i++) {
            out.writeAscii(text, CodeSet.text(codes.number(i), text));
        }
    }

    private static CodeSet readCodes(CborReader in) throws CborRejected {
        byte[] text = new byte[CodeSet.LONGEST_CODE];
        long[] numbers = new long[in.readArray()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = CodeSet.number(text, in.readAscii(text));
        }
        return CodeSet.ofNumbers(numbers);
    }

    /** Reads a consent and leaves out its terms. */
    static State.Standing readStanding(CborReader in) throws CborRejected {
        in.readArray(9);
        in.skip();
        int version = in.readInt();
        PatientHandle patient = new PatientHandle(in.readBytes());
        for (int i = 0; i < 5; i++) {
            in.skip();
        }
        return new State.Standing(
                version, patient, byCode(Consent.Status.values(), Consent.Status::code, in.readInt()));
    }

    private static Grantee readGrantee(CborReader in) throws CborRejected {
        in.readArray(2);
        int kind = in.readInt();
        return switch (kind) {
            case 1 -> new Grantee.OnePrincipal(new PrincipalId(in.readBytes()));
            case 2 -> new Grantee.WholeMember(new MemberId(in.readText()));
            default -> throw new IllegalArgumentException("unknown kind of grantee");
        };
    }

    static void write(CborWriter out, SequenceRange range) {
        out.writeArray(4)
                .writeBytes(range.device().bytes())
                .writeLong(range.first())
                .writeLong(range.last())
                .writeLong(range.readings());
    }

    static SequenceRange readRange(CborReader in) throws CborRejected {
        in.readArray(4);
        return new SequenceRange(new DeviceId(in.readBytes()), in.readUnsigned(), in.readUnsigned(), in.readInt());
    }

    static void writeOptional(CborWriter out, Optional<Bytes> bytes) {
        if (bytes.isPresent()) {
            out.writeBytes(bytes.get());
        } else {
            out.writeNull();
        }
    }

    static Optional<Bytes> readOptional(CborReader in) throws CborRejected {
        if (in.peek() == CborType.NULL) {
            in.readNull();
            return Optional.empty();
        }
        return Optional.of(in.readBytes());
    }

    private static int code(Algorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> 1;
            case ES256 -> 2;
            case ML_DSA_44 -> 3;
        };
    }

    static <T> T byCode(T[] values, ToIntFunction<T> code, int wanted) {
        for (T value : values) {
            if (code.applyAsInt(value) == wanted) {
                return value;
            }
        }
        throw new IllegalArgumentException("unknown code");
    }
}
