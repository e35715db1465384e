package org.vitaledger.vault.file;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.vitaledger.vault.key.NodeKey;
import org.vitaledger.vault.key.NodeKeyStore;

/** Opens vaults with the key store beside them. */
final class TestVaults {
    static final char[] PASSWORD = "correct horse battery staple".toCharArray();

    private TestVaults() {}

    static FileVault open(Path directory, InstantSource clock) {
        return FileVault.open(directory.resolve("vault"), FileVaultOptions.of(nodeKey(directory), clock));
    }

    static NodeKey nodeKey(Path directory) {
        return NodeKeyStore.openOrCreate(directory.resolve("node-key.p12"), PASSWORD, new SecureRandom());
    }
}
