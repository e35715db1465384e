package org.vitaledger.vault.file;

import java.nio.file.Path;

/**
 * Where a vault keeps what.
 *
 * @param directory the vault's folder
 */
record VaultFiles(Path directory) {
    Path journal() {
        return directory.resolve("journal");
    }

    Path keys() {
        return directory.resolve("keys").resolve("patients.keys");
    }

    Path index() {
        return directory.resolve("index");
    }
}
