package org.vitaledger.api.index;

import java.nio.ByteBuffer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;

/** The keys of the index: a byte for the kind, identifiers (names behind their length), then big-endian numbers. */
final class IndexKeys {
    static final byte[] MARK = {'m'};
    static final byte[] PATIENTS = {'p'};
    static final byte[] DEVICES = {'d'};
    static final byte[] PRINCIPALS = {'q'};
    private static final byte[] GRANTEES = {'g'};
    private static final byte[] ANCHORS = {'a'};
    private static final byte[] CONSENTS = {'c'};
    private static final byte ONE_PRINCIPAL = 0;
    private static final byte WHOLE_MEMBER = 1;

    private IndexKeys() {}

    static byte[] patient(PatientHandle patient) {
        return join(PATIENTS, patient.bytes().toArray());
    }

    static byte[] device(DeviceId device) {
        return join(DEVICES, device.bytes().toArray());
    }

    static byte[] principal(PrincipalId principal) {
        return join(PRINCIPALS, principal.bytes().toArray());
    }

    /** Of the patients with a consent that names {@code grantee}. */
    static byte[] named(Grantee grantee) {
        return switch (grantee) {
            case Grantee.OnePrincipal(PrincipalId id) ->
                join(GRANTEES, new byte[] {ONE_PRINCIPAL}, id.bytes().toArray());
            case Grantee.WholeMember member ->
                join(GRANTEES, new byte[] {WHOLE_MEMBER}, name(member.id().text()));
        };
    }

    static byte[] named(Grantee grantee, PatientHandle patient) {
        return join(named(grantee), patient.bytes().toArray());
    }

    static byte[] anchor(GatewayId gateway, long number) {
        return join(ANCHORS, name(gateway.member().text()), name(gateway.name()), number(number));
    }

    /** A consent's versions; the numbers are those of {@link #consent(ConsentId, long)}. */
    static byte[] consent(ConsentId consent) {
        return join(CONSENTS, consent.bytes().toArray());
    }

    static byte[] consent(ConsentId consent, long version) {
        return join(consent(consent), number(version));
    }

    static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** The number at the end of a key or in a value. */
    static long lastNumber(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    }

    /** The identifier behind a key's kind. */
    static Bytes id(byte[] key) {
        return Bytes.of(key, 1, key.length - 1);
    }

    private static byte[] name(String name) {
        byte[] text = Bytes.utf8(name).toArray();
        return join(new byte[] {(byte) (text.length >> 8), (byte) text.length}, text);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            out.put(part);
        }
        return out.array();
    }
}
