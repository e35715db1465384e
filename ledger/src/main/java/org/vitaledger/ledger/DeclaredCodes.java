package org.vitaledger.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.vitaledger.core.code.CodeMap;

/**
 * The table of codes that came with the program: what gateways normalise with, and what the proofs of their readings are
 * checked with. Safe for any thread.
 */
public final class DeclaredCodes {
    private DeclaredCodes() {}

    /**
     * Reads the table.
     *
     * @throws IllegalStateException if the program was built without it
     */
    public static CodeMap load() {
        return CodeMap.parse(DeclaredCodes::text);
    }

    private static String text(String name) {
        try (InputStream in = CodeMap.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
