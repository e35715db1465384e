package org.vitaledger.node.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The password of the node's key stores: from the environment variable {@value #VARIABLE}, which keeps it off the disk,
 * else from a file beside the stores that is made at the first start.
 */
public final class StorePassword {
    /** The environment variable. */
    public static final String VARIABLE = "VITALEDGER_STORE_PASSWORD";

    /** The file, where the variable does not hold the password. */
    public static final String FILE = "store.password";

    private static final int ENTROPY = 24;

    private StorePassword() {}

    /**
     * Finds the password for the stores in {@code directory}.
     *
     * @throws KeyFault if the file can't be read or written
     */
    public static char[] find(Path directory) {
        String given = System.getenv(VARIABLE);
        if (given != null && !given.isEmpty()) {
            return given.toCharArray();
        }
        Path file = directory.resolve(FILE);
        try {
            return fromFile(file).toCharArray();
        } catch (IOException e) {
            throw new KeyFault(KeyFault.KeyCode.UNREADABLE, Map.of("file", file), e);
        }
    }

    /** Whether there is no password for the stores in {@code directory}: the next start would make one. */
    public static boolean isMissing(Path directory) {
        String given = System.getenv(VARIABLE);
        return (given == null || given.isEmpty()) && !Files.exists(directory.resolve(FILE));
    }

    /** The secret in {@code file}, which is made, readable by its owner alone, if it is not there. */
    public static String fromFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[ENTROPY];
            new SecureRandom().nextBytes(secret);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            KeyFile.writePrivately(file, text.getBytes(StandardCharsets.US_ASCII));
        }
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }
}
