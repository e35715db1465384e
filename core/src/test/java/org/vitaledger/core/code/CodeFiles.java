package org.vitaledger.core.code;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The tables as they stand beside the product's classes. */
public final class CodeFiles {
    private CodeFiles() {}

    /** The declared codes. */
    public static CodeMap load() {
        return CodeMap.parse(CodeFiles::text);
    }

    private static String text(String name) {
        try (InputStream in = CodeMap.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
