package org.vitaledger.ledger.hashgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.journal.DurableFile;

/**
 * Keeps checkpoints of one size with different roots: signed notes, one after the other with an empty line between, in a
 * file a member and size. Whoever has the tlog-policy can check them.
 */
record Evidence(Path directory) {
    private static final Logger LOG = System.getLogger(Evidence.class.getName());

    /** A member that lies on and on must not fill the disk. */
    private static final int MAX_FILES = 64;

    /** Keeps {@code notes}, unless as much was kept: the note that they contradict may come later than they. */
    void keep(MemberId member, long size, List<SignedNote> notes) {
        Path file = directory.resolve(member.text() + "-" + size + ".notes");
        StringBuilder text = new StringBuilder();
        for (SignedNote note : notes) {
            text.append(new String(note.encode(), StandardCharsets.UTF_8)).append('\n');
        }
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        long known = file.toFile().length();
        if (known >= content.length || (known == 0 && files() >= MAX_FILES)) {
            return;
        }
        if (known == 0) {
            LOG.log(Level.ERROR, "{0} signed another root for size {1}: {2}", member, Long.toString(size), file);
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        DurableFile.replace(file, content);
    }

    private long files() {
        String[] names = directory.toFile().list();
        return names == null ? 0 : names.length;
    }
}
