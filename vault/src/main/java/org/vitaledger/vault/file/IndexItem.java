package org.vitaledger.vault.file;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.value.PatientHandle;

/** Something that the index is to learn. */
sealed interface IndexItem {
    /** A batch whose record starts at {@code position} and ends at {@code end}. */
    record BatchAt(long position, long end, BatchHeader header, List<PackFacts> packs) implements IndexItem {}

    /** A document whose record starts at {@code position} and ends at {@code end}. */
    record DocumentAt(long position, long end, PatientHandle patient, String kind, String id) implements IndexItem {}

    /** A patient whose key was destroyed; {@code done} completes once nothing about the patient is left. */
    record Forgotten(PatientHandle patient, CompletableFuture<Void> done) implements IndexItem {}
}
