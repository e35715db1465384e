package org.vitaledger.node.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a node's folder is checked.
 *
 * @param from a file with a checkpoint of the log up to which its entries need not be derived again
 * @param scratch where a check may write what memory does not hold
 * @param progress told of each part before it is looked at, and each few seconds how far it is
 */
public record CheckOptions(Optional<Path> from, Path scratch, Consumer<String> progress) {
    /** From the first entry on, with scratch files where the system keeps temporary ones. */
    public static CheckOptions all(Consumer<String> progress) {
        return new CheckOptions(Optional.empty(), Path.of(System.getProperty("java.io.tmpdir")), progress);
    }
}
