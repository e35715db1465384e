package org.vitaledger.core.cose;

import java.util.Arrays;
import java.util.Optional;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.cbor.CborReader;
import org.vitaledger.core.cbor.CborRejected;
import org.vitaledger.core.cbor.CborType;
import org.vitaledger.core.cbor.CborWriter;
import org.vitaledger.core.cose.CoseRejected.Reason;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;

/**
 * A COSE_Sign1 message (RFC 9052 section 4.2): parsed, its signature not yet checked; {@link Sign1Verifier} does that.
 * Immutable as long as nobody changes the array that it was parsed from; safe for any thread.
 */
public final class Sign1 {
    private static final long TAG = 18;
    private static final String CONTEXT = "Signature1";
    private static final byte[] NOTHING = new byte[0];

    private final Sign1Header header;
    private final Algorithm algorithm;
    private final Slice protectedHeader;
    private final Slice payload;
    private final Slice signature;

    /** A part of an array. */
    private record Slice(byte[] bytes, int offset, int length) {}

    private Sign1(Headers headers, Slice payload, Slice signature) {
        this.header = headers.header;
        this.algorithm = headers.algorithm;
        this.protectedHeader = headers.encoded;
        this.payload = payload;
        this.signature = signature;
    }

    private record Headers(Sign1Header header, Algorithm algorithm, Slice encoded) {}

    /**
     * Takes a message apart, tagged or not. Any well-formed encoding of definite length is accepted, since the signature
     * is over the bytes as they are.
     *
     * @param message kept, not copied
     * @throws CoseRejected if it is no COSE_Sign1 with a payload and an algorithm that we know
     */
    public static Sign1 parse(byte[] message) throws CoseRejected {
        try {
            return parse(message, CborReader.wellFormed(message));
        } catch (CborRejected e) {
            throw new CoseRejected(e);
        }
    }

    private static Sign1 parse(byte[] message, CborReader reader) throws CborRejected, CoseRejected {
        if (reader.peek() == CborType.TAG && reader.readTag() != TAG) {
            throw new CoseRejected(Reason.NOT_SIGN1);
        }
        if (reader.peek() != CborType.ARRAY || reader.readArray() != 4) {
            throw new CoseRejected(Reason.NOT_SIGN1);
        }
        Headers headers = headers(message, reader);
        if (reader.peek() == CborType.NULL) {
            throw new CoseRejected(Reason.DETACHED_PAYLOAD);
        }
        Slice payload = bytes(message, reader);
        Slice signature = bytes(message, reader);
        reader.end();
        return new Sign1(headers, payload, signature);
    }

    private static Headers headers(byte[] message, CborReader reader) throws CborRejected, CoseRejected {
        Slice encoded = bytes(message, reader);
        HeaderReader covered = new HeaderReader(true);
        if (encoded.length > 0) {
            CborReader inner = CborReader.wellFormed(message, encoded.offset, encoded.length);
            if (covered.read(inner) == 0) {
                encoded = new Slice(NOTHING, 0, 0); // an empty map is signed as no bytes (RFC 9052 section 4.4)
            }
            inner.end();
        }
        HeaderReader open = new HeaderReader(false);
        open.read(reader);
        if (covered.overlaps(open)) {
            throw new CoseRejected(Reason.BAD_HEADER);
        }
        Sign1Header header = covered.header();
        Algorithm algorithm = header.algorithm()
                .or(open.header()::algorithm)
                .orElseThrow(() -> new CoseRejected(Reason.UNKNOWN_ALGORITHM));
        return new Headers(header, algorithm, encoded);
    }

    private static Slice bytes(byte[] message, CborReader reader) throws CborRejected, CoseRejected {
        if (reader.peek() != CborType.BYTES) {
            throw new CoseRejected(Reason.NOT_SIGN1);
        }
        int length = reader.readByteRange();
        return new Slice(message, reader.position() - length, length);
    }

    /**
     * Makes a signed, tagged message.
     *
     * @throws IllegalArgumentException if the header names another algorithm than the key's
     */
    public static byte[] sign(Sign1Header header, byte[] payload, SigningKey key, Signatures signatures) {
        if (!header.algorithm().equals(Optional.of(key.verifyingKey().algorithm()))) {
            throw new IllegalArgumentException("the header must name the key's algorithm");
        }
        byte[] encodedHeader = header.encoded();
        byte[] signature = signatures.sign(key, toBeSigned(whole(encodedHeader), NOTHING, whole(payload)));
        return new CborWriter(encodedHeader.length + payload.length + signature.length + 16)
                .writeTag(TAG)
                .writeArray(4)
                .writeBytes(encodedHeader)
                .writeMap(0)
                .writeBytes(payload)
                .writeBytes(signature)
                .toArray();
    }

    /** The header parameters that the signature covers. */
    public Sign1Header header() {
        return header;
    }

    /** How the message says it is signed, in its protected or, failing that, its unprotected header. */
    public Algorithm algorithm() {
        return algorithm;
    }

    /** The signed content. */
    public Bytes payload() {
        return Bytes.of(payload.bytes, payload.offset, payload.length);
    }

    /** Reads the signed content as CBOR without copying it. */
    public CborReader payloadReader() {
        return CborReader.wellFormed(payload.bytes, payload.offset, payload.length);
    }

    byte[] toBeSigned(byte[] externalData) {
        return toBeSigned(protectedHeader, externalData, payload);
    }

    byte[] signature() {
        return Arrays.copyOfRange(signature.bytes, signature.offset, signature.offset + signature.length);
    }

    /** The Sig_structure (RFC 9052 section 4.4). */
    private static byte[] toBeSigned(Slice header, byte[] externalData, Slice payload) {
        return new CborWriter(header.length + externalData.length + payload.length + 32)
                .writeArray(4)
                .writeText(CONTEXT)
                .writeBytes(header.bytes, header.offset, header.length)
                .writeBytes(externalData)
                .writeBytes(payload.bytes, payload.offset, payload.length)
                .toArray();
    }

    private static Slice whole(byte[] bytes) {
        return new Slice(bytes, 0, bytes.length);
    }
}
