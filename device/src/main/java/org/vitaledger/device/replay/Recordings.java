package org.vitaledger.device.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vitaledger.device.replay.ReplayFault.Replay;

/** A folder of recorded stays, one file each. Safe for any thread. */
public final class Recordings {
    private static final String SUFFIX = ".txt";

    private final List<Path> files;
    private final ParameterMap parameters;

    private Recordings(List<Path> files, ParameterMap parameters) {
        this.files = files;
        this.parameters = parameters;
    }

    /**
     * Finds the recordings in {@code folder}: its {@code .txt} files that begin like one, by name.
     *
     * @throws ReplayFault if there are none, or the folder can't be read
     */
    public static Recordings open(Path folder, ParameterMap parameters) {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.filter(file -> file.toString().endsWith(SUFFIX) && Files.isRegularFile(file))
                    .filter(Recordings::beginsLikeARecording)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new ReplayFault(Replay.NO_RECORDINGS, Map.of("folder", folder), null);
            }
            return new Recordings(files, parameters);
        } catch (IOException e) {
            throw new ReplayFault(Replay.UNREADABLE, Map.of("folder", folder), e);
        }
    }

    /** How many there are. */
    public int size() {
        return files.size();
    }

    /**
     * Reads one; beyond the last it begins again with the first.
     *
     * @throws ReplayFault if the file can't be read any more
     */
    public Recording read(int index) {
        Path file = files.get(Math.floorMod(index, files.size()));
        try (BufferedReader text = Files.newBufferedReader(file)) {
            return Recording.read(text, parameters);
        } catch (IOException e) {
            throw new ReplayFault(Replay.UNREADABLE, Map.of("file", file.getFileName()), e);
        }
    }

    private static boolean beginsLikeARecording(Path file) {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            return "Time,Parameter,Value".equals(text.readLine());
        } catch (IOException e) {
            return false;
        }
    }
}
