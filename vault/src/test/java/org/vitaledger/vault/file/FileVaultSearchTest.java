package org.vitaledger.vault.file;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.vault.SearchLaws;
import org.vitaledger.vault.Vault;

class FileVaultSearchTest extends SearchLaws {
    @TempDir
    Path directory;

    @Override
    protected Vault open() {
        return TestVaults.open(directory, clock);
    }
}
