package org.vitaledger.api.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.JournalFault;

/**
 * What is written down beside an audit log while it is distrusted, so that a restart forgets nothing of it.
 *
 * @param kind why, {@link AuditFault.Kind#DAMAGED} or {@link AuditFault.Kind#BEHIND_LEDGER}
 * @param counted how many records there were, as far as that is known
 */
record AuditMark(AuditFault.Kind kind, long counted) {
    private static final Logger LOG = LoggerFactory.getLogger(AuditMark.class);

    /** What is written down beside the log in a folder; one that can't be read stands for damage. */
    static Optional<AuditMark> read(Path log) {
        try {
            if (!Files.exists(file(log))) {
                return Optional.empty();
            }
            String[] parts = Files.readString(file(log), UTF_8).strip().split(" ", -1);
            AuditFault.Kind kind = AuditFault.Kind.valueOf(parts[0]);
            return Optional.of(new AuditMark(kind, Long.parseLong(parts[parts.length - 1])));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(new AuditMark(AuditFault.Kind.DAMAGED, 0));
        }
    }

    /** Writes it down; while that fails, only this process knows it. */
    void write(Path log) {
        try {
            DurableFile.replace(file(log), (kind.name() + " " + counted + "\n").getBytes(UTF_8));
        } catch (JournalFault e) {
            LOG.warn("that the audit log is distrusted can't be written down: {}", e.getMessage());
        }
    }

    /** The log is trusted again. */
    static void remove(Path log) {
        try {
            Files.deleteIfExists(file(log));
        } catch (IOException e) {
            LOG.warn("that the audit log was distrusted can't be forgotten, so the next start compares it again");
        }
    }

    private static Path file(Path log) {
        return log.resolve("distrusted");
    }
}
