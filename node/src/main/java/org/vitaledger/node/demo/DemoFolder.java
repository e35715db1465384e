package org.vitaledger.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a demonstration keeps its files: a folder that was asked for, which stays, or a fresh one, which goes with the
 * demonstration unless there is something to look at in it. For any thread.
 *
 * @param path the folder
 * @param fresh whether it was made for this demonstration
 */
record DemoFolder(Path path, boolean fresh) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The folder asked for, or a fresh one. */
    static DemoFolder of(Optional<Path> asked) throws IOException {
        return asked.isPresent()
                ? new DemoFolder(asked.get(), false)
                : new DemoFolder(Files.createTempDirectory("vitaledger-demo-"), true);
    }

    /** Removes a fresh folder. */
    void remove() throws IOException {
        if (fresh) {
            Folders.delete(path);
        }
    }

    /** Says that a fresh folder stays, and where. */
    void keep(Consumer<String> progress) {
        if (fresh) {
            progress.accept("The files stay in " + path + ", to be looked at.");
        }
    }

    /**
     * Removes a fresh folder while the process ends and others of its threads still write: first the members' processes are
     * ended, then the folder is removed until nothing is left of it.
     */
    void abandon() {
        if (!fresh) {
            return;
        }
        List<ProcessHandle> members = ProcessHandle.current().children().toList();
        members.forEach(ProcessHandle::destroyForcibly);
        members.forEach(member -> member.onExit().join());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(path) && System.nanoTime() < deadline) {
            try {
                Folders.delete(path);
            } catch (IOException | UncheckedIOException e) {
                Thread.onSpinWait();
            }
        }
    }
}
