package org.vitaledger.api.auth;

import java.security.SecureRandom;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Hashes of passwords and client secrets: bcrypt, cost 10. Safe for any thread. */
public final class Secrets {
    private static final int COST = 10;
    /** bcrypt reads no further. */
    private static final int MAX_BYTES = 72;

    private final PasswordEncoder encoder;

    public Secrets(SecureRandom random) {
        this.encoder = new BCryptPasswordEncoder(BCryptPasswordEncoder.BCryptVersion.$2B, COST, random);
    }

    /**
     * The hash to keep.
     *
     * @throws IllegalArgumentException if the secret is empty or longer than 72 bytes in UTF-8
     */
    public String hash(String secret) {
        if (secret.isEmpty() || secret.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("a secret has 1 to 72 bytes");
        }
        String hash = encoder.encode(secret);
        if (hash == null) {
            throw new IllegalStateException("bcrypt gave no hash");
        }
        return hash;
    }

    /** The encoder, for the authorization server. */
    public PasswordEncoder encoder() {
        return encoder;
    }
}
