package org.vitaledger.ledger.hashgraph.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The state that an engine froze with, as a file to begin another node's engine with. That node is new, or was away; before the
 * next roster has ordered anything it can't fetch a state in the engine's own way. The state says nothing that the log does
 * not say: one that somebody made up contradicts the others' and stops the node that took it.
 */
public final class FrozenState {
    private static final int MAX_FILES = 1_000;
    private static final long MAX_BYTES = 64L << 20;
    private static final String EVENTS = "preconsensus-events";

    private FrozenState() {}

    private static Path states(Path engine, long node) {
        return engine.resolve(Path.of("saved", Engine.APPLICATION, Long.toString(node), Engine.APPLICATION));
    }

    /**
     * The newest state of a frozen engine, as a ZIP archive.
     *
     * @param engine the engine's folder
     * @param node the number of our node
     */
    public static byte[] pack(Path engine, long node) throws IOException {
        Path states = states(engine, node);
        Path newest = newest(states).orElseThrow(() -> new IOException("the engine saved no state"));
        List<Path> files;
        try (Stream<Path> all = Files.walk(newest)) {
            // The events are each node's own, and the others tell them.
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !newest.relativize(file).startsWith(EVENTS))
                    .sorted()
                    .toList();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Path file : files) {
                out.putNextEntry(new ZipEntry(states.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static Optional<Path> newest(Path states) throws IOException {
        try (Stream<Path> rounds = Files.list(states)) {
            return rounds.filter(round -> round.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparingLong(
                            round -> Long.parseLong(round.getFileName().toString())));
        }
    }

    /**
     * Begins an engine with a state that {@link #pack} made; there must be no engine yet.
     *
     * @throws IOException if it can't be written, or is not such a state
     */
    public static void unpack(byte[] packed, Path engine, long node) throws IOException {
        Path states = states(engine, node).toAbsolutePath().normalize();
        byte[] buffer = new byte[1 << 16];
        long left = MAX_BYTES;
        int files = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(packed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = states.resolve(entry.getName()).normalize();
                files++;
                if (!file.startsWith(states) || file.equals(states) || files > MAX_FILES) {
                    throw new IOException("not a frozen state");
                }
                Files.createDirectories(file.resolveSibling("."));
                try (var out = Files.newOutputStream(file)) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        left -= read;
                        if (left < 0) {
                            throw new IOException("a frozen state that is too long");
                        }
                        out.write(buffer, 0, read);
                    }
                }
            }
        }
        if (files == 0) {
            throw new IOException("not a frozen state");
        }
    }
}
