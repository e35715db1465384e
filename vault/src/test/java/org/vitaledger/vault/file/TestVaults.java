package org.vitaledger.vault.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.Reading;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.ReadingPage;
import org.vitaledger.vault.ReadingQuery;
import org.vitaledger.vault.Vault;
import org.vitaledger.vault.key.NodeKey;
import org.vitaledger.vault.key.NodeKeyStore;

/** Opens, reads, copies and damages vaults with the key store beside them. */
final class TestVaults {
    static final char[] PASSWORD = "correct horse battery staple".toCharArray();

    private TestVaults() {}

    static FileVault open(Path directory, InstantSource clock) {
        return FileVault.open(directory.resolve("vault"), FileVaultOptions.of(nodeKey(directory), clock));
    }

    static NodeKey nodeKey(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return NodeKeyStore.openOrCreate(directory.resolve("node-key.p12"), PASSWORD, new SecureRandom());
    }

    static List<VaultFinding> check(Path directory) {
        return VaultCheck.check(directory.resolve("vault"), directory.resolve("node-key.p12"), PASSWORD, _ -> {})
                .findings();
    }

    static ReadingQuery ascending() {
        ReadingQuery.Page page = new ReadingQuery.Page(1000, false, Optional.empty());
        return new ReadingQuery(Set.of(), Optional.empty(), ReadingQuery.Span.ALL, page);
    }

    static List<Reading> all(Vault vault, Grant grant) {
        List<Reading> found = new ArrayList<>();
        ReadingPage page = vault.open(grant).readings(ascending());
        page.readings().stream().map(OpenedReading::reading).forEach(found::add);
        return found;
    }

    static void flip(Path file, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= (byte) (1 << (offset % 8));
        Files.write(file, bytes);
    }

    static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(to))
                    .toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.resolveSibling("."));
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static long size(Path directory) throws IOException {
        long size = 0;
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }
}
