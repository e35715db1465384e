package org.vitaledger.vault.file;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.vault.Vault;
import org.vitaledger.vault.VaultLaws;

class FileVaultLawsTest extends VaultLaws {
    @TempDir
    Path directory;

    @Override
    protected Vault open() {
        return TestVaults.open(directory, clock);
    }
}
