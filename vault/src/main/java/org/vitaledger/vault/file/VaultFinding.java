package org.vitaledger.vault.file;

import java.nio.file.Path;
import java.util.Optional;
import org.vitaledger.core.value.GatewayId;

/**
 * Something in a vault that is not as it should be.
 *
 * @param file the file
 * @param offset where in the file the damaged thing starts
 * @param batch whose record it is, if it is one's
 * @param what what is wrong, static text without patient data
 */
public record VaultFinding(Path file, long offset, Optional<BatchName> batch, String what) {
    /**
     * Which batch.
     *
     * @param gateway whose
     * @param number which
     */
    public record BatchName(GatewayId gateway, long number) {
        @Override
        public String toString() {
            return "batch " + number + " of " + gateway;
        }
    }

    @Override
    public String toString() {
        return file + " at " + offset + batch.map(name -> ", " + name).orElse("") + ": " + what;
    }
}
