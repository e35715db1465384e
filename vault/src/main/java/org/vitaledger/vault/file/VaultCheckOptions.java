package org.vitaledger.vault.file;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.vitaledger.vault.sort.SortBounds;

/**
 * How a check works.
 *
 * @param scratch where it may write what memory does not hold, about 250 bytes a pack
 * @param threads how many records are derived, and parts of the index compared, at a time
 * @param sort what sorting may take of memory
 * @param progress is told often how far it is, by the thread that checks
 */
public record VaultCheckOptions(Path scratch, int threads, SortBounds sort, Consumer<VaultProgress> progress) {
    /** All processors, with files in {@code scratch}. */
    public static VaultCheckOptions of(Path scratch, Consumer<VaultProgress> progress) {
        int threads = Runtime.getRuntime().availableProcessors();
        return new VaultCheckOptions(scratch, threads, SortBounds.of(threads), progress);
    }

    /** All processors, with files where the system keeps temporary ones. */
    public static VaultCheckOptions defaults() {
        return of(Path.of(System.getProperty("java.io.tmpdir")), _ -> {});
    }
}
