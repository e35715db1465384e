package org.vitaledger.core;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of test vectors written by others, which is not part of the product. */
public final class SharedData {
    private SharedData() {}

    /** A file or folder of it; where it is absent the test is skipped. */
    public static Path path(String relative) {
        Path path = Path.of(System.getProperty("vitaledger.shared", "absent"), "data", relative);
        assumeTrue(Files.exists(path), "skipped: no published vectors at " + path);
        return path;
    }
}
