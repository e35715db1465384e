package org.vitaledger.ledger.hashgraph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrozenStateTest {
    @TempDir
    Path directory;

    private Path state(Path engine, long node, long round) throws IOException {
        return Files.createDirectories(engine.resolve("saved/vitaledger/" + node + "/vitaledger/" + round)
                .resolve("data"));
    }

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
            out.closeEntry();
        }
        return bytes.toByteArray();
    }

    @Test
    void carriesTheNewestStateToAnotherNodeWithoutEvents() throws IOException {
        Path from = directory.resolve("from");
        Files.write(state(from, 0, 9).resolve("old"), new byte[] {1});
        Path newest = state(from, 0, 10);
        Files.write(newest.resolve("file"), new byte[] {2, 3});
        Files.write(
                Files.createDirectories(newest.resolveSibling("preconsensus-events"))
                        .resolve("a.pces"),
                new byte[9]);

        Path to = directory.resolve("to");
        FrozenState.unpack(FrozenState.pack(from, 0), to, 7);

        assertThat(state(to, 7, 10).resolve("file")).hasBinaryContent(new byte[] {2, 3});
        assertThat(to.resolve("saved/vitaledger/7/vitaledger/9")).doesNotExist();
        assertThat(state(to, 7, 10).resolveSibling("preconsensus-events")).doesNotExist();
    }

    @Test
    void writesNothingOutsideOfTheStates() throws IOException {
        Path to = directory.resolve("to");
        assertThatThrownBy(() -> FrozenState.unpack(zip("../../../../../outside", new byte[1]), to, 7))
                .isInstanceOf(IOException.class);
        assertThat(directory.resolve("outside")).doesNotExist();
        assertThat(directory.resolve("to/outside")).doesNotExist();
    }

    @Test
    void isBoundedAndNotEmpty() throws IOException {
        byte[] bomb = zip("1/a", new byte[65 << 20]);
        assertThat(bomb.length).isLessThan(1 << 20);
        assertThatThrownBy(() -> FrozenState.unpack(bomb, directory.resolve("to"), 7))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> FrozenState.unpack(new byte[] {1, 2, 3}, directory.resolve("to"), 7))
                .isInstanceOf(IOException.class);
    }
}
