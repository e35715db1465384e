package org.vitaledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path directory;

    @Test
    void replacesTheContentAndLeavesNothingElse() throws Exception {
        Path file = directory.resolve("a");
        DurableFile.replace(file, new byte[] {1});
        DurableFile.replace(file, new byte[] {2, 3});
        assertThat(file).hasBinaryContent(new byte[] {2, 3});
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void keepsSecretsToTheirOwner() throws Exception {
        Path file = directory.resolve("secret");
        DurableFile.replacePrivate(file, new byte[] {1});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void tellsWhenItCanNotWrite() {
        assertThatThrownBy(() -> DurableFile.replace(directory.resolve("none/a"), new byte[1]))
                .isInstanceOf(JournalFault.class)
                .hasMessageContaining("VL-JOURNAL-003");
    }
}
