package org.vitaledger.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.edge.admit.Admission;
import org.vitaledger.edge.spool.Spool;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.JournalFault;

/**
 * What must outlive the packs that the spool deletes: the last sequence numbers of each device with the hashes of their
 * packs, so that a retransmission is known again after a restart.
 */
final class WindowFile {
    private final Path file;
    private final Admission admission;

    WindowFile(Path directory, Admission admission) {
        this.file = directory.resolve("windows");
        this.admission = admission;
    }

    /** Writes down what is durable now. */
    void save() {
        DurableFile.replace(file, admission.remembered());
    }

    /** Tells the admission what was written down, and then what the spool still holds. */
    void load(Spool spool) {
        if (Files.exists(file)) {
            try {
                admission.restore(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new JournalFault(JournalFault.Kind.READ_FAILED, Map.of("file", file), e);
            }
        }
        spool.replay(pack -> admission.restore(
                pack.device(), pack.sequence(), Hash.sha256(pack.signed().toArray())));
    }
}
