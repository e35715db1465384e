package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.sign.SigningKey;
import org.vitaledger.core.sign.VerifyingKey;

/** A key pair in a PEM file: a block {@code PRIVATE KEY} (PKCS #8) and a block {@code PUBLIC KEY}. */
final class KeyFile {
    private static final Pattern BLOCKS =
            Pattern.compile("-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s+"
                    + "-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

    private KeyFile() {}

    /** Reads the key pair in {@code file}, or makes one there. */
    static SigningKey open(Path file, Algorithm algorithm, Signatures signatures) {
        try {
            if (Files.exists(file)) {
                return parse(file, algorithm, signatures);
            }
            SigningKey key = signatures.generate(algorithm, new SecureRandom());
            writePrivately(file, text(key).getBytes(StandardCharsets.US_ASCII));
            return key;
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
    }

    private static SigningKey parse(Path file, Algorithm algorithm, Signatures signatures) throws IOException {
        Matcher blocks = BLOCKS.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!blocks.matches()) {
            throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), null);
        }
        try {
            VerifyingKey verifyingKey = VerifyingKey.parseSpki(algorithm, decode(blocks.group(2)));
            SigningKey key = signatures.signingKey(verifyingKey, decode(blocks.group(1)));
            byte[] probe = {1};
            if (signatures.verify(verifyingKey, probe, signatures.sign(key, probe))) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), e);
        }
        throw new KeyFault(KeyFault.KeyCode.NOT_A_KEY, Map.of("file", file), null);
    }

    /** Writes a file that only its owner can read, all or nothing. */
    static void writePrivately(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(SigningKey key) {
        return block("PRIVATE KEY", key.privateKey().getEncoded())
                + block("PUBLIC KEY", key.verifyingKey().spki());
    }

    private static String block(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    private static byte[] decode(String lines) {
        return Base64.getMimeDecoder().decode(lines);
    }
}
