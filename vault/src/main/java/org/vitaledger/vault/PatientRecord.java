package org.vitaledger.vault;

import java.util.List;
import java.util.Optional;
import org.vitaledger.core.value.ReadingId;

/** What one grant opens. Every method may be called by any thread, and fails as {@link Vault} says. */
public interface PatientRecord {
    /** One reading, or empty if there is none, it is another patient's, or the grant does not cover it. */
    Optional<OpenedReading> reading(ReadingId id);

    /** The readings that {@code query} selects and the grant covers, in the query's order. */
    ReadingPage readings(ReadingQuery query);

    /** The newest version of each document of a kind; empty unless the grant covers everything. */
    List<Document> documents(String kind);
}
