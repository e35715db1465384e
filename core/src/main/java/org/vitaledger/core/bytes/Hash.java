package org.vitaledger.core.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 hash, 32 bytes. Immutable, safe for any thread. */
public final class Hash implements Comparable<Hash> {
    /** Bytes in a hash. */
    public static final int SIZE = 32;

    private static final MessageDigest UNUSED = lookUp();

    private final byte[] content;

    private Hash(byte[] content) {
        this.content = content;
    }

    /**
     * Takes the bytes of a hash.
     *
     * @throws IllegalArgumentException if there are not 32
     */
    public static Hash of(byte[] content) {
        if (content.length != SIZE) {
            throw new IllegalArgumentException("a SHA-256 hash has 32 bytes");
        }
        return new Hash(content.clone());
    }

    /** The hash in the 32 bytes of {@code content} from {@code offset} on. */
    public static Hash of(byte[] content, int offset) {
        return new Hash(Arrays.copyOfRange(content, offset, offset + SIZE));
    }

    /**
     * Reads standard base64 with padding, as the C2SP formats write hashes.
     *
     * @throws IllegalArgumentException if {@code text} is not the base64 form of 32 bytes
     */
    public static Hash parseBase64(String text) {
        return of(Base64.getDecoder().decode(text));
    }

    /** SHA-256 over the parts, one after the other. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** SHA-256 over {@code content}. */
    public static Hash sha256(Bytes content) {
        MessageDigest digest = newDigest();
        content.update(digest);
        return new Hash(digest.digest());
    }

    /** A fresh SHA-256 digest, for callers that hash in steps. */
    public static MessageDigest newDigest() {
        try {
            // Cheaper than to look it up among the providers each time.
            return (MessageDigest) UNUSED.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A copy of the 32 bytes. */
    public byte[] toArray() {
        return content.clone();
    }

    /** Feeds the 32 bytes to {@code digest} without copying them. */
    public void update(MessageDigest digest) {
        digest.update(content);
    }

    /** The bit at {@code position}, counted from the most significant bit of the first byte. */
    public boolean bit(int position) {
        return (content[position >>> 3] >>> (7 - (position & 7)) & 1) == 1;
    }

    /** Standard base64 with padding. */
    public String base64() {
        return Base64.getEncoder().encodeToString(content);
    }

    /** The hash as a byte string. */
    public Bytes bytes() {
        return Bytes.of(content);
    }

    @Override
    public int compareTo(Hash other) {
        return Arrays.compareUnsigned(content, other.content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(content);
    }
}
