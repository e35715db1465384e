package org.vitaledger.vault;

import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;

/**
 * The port to the sealed store. Every method may be called by any thread. Failures of the environment come as
 * {@link SealFault}, thrown or as the cause of a failed future.
 */
public interface Vault extends AutoCloseable {
    /**
     * Seals a batch of packs. When the future completes, the batch is durable, and the commitments in it point at
     * sealed readings (INV-003). Batches of one gateway come in the order of their numbers; a number that is already
     * sealed answers with what was sealed then, and writes nothing (INV-002).
     */
    CompletableFuture<SealedBatch> seal(Batch batch);

    /** Seals a document. When the future completes it is durable, and the newest of its kind and id. */
    CompletableFuture<Void> store(Document document);

    /**
     * Opens what {@code grant} covers. The view answers with nothing for a patient whose key was destroyed (INV-008).
     *
     * @throws SealFault if the grant has ended
     */
    PatientRecord open(Grant grant);

    /** What can be known without a key: where readings stand, and what batches commit to. */
    Catalogue catalogue();

    /**
     * Destroys the patient's key: nothing of the patient opens any more, and all commitments stay (INV-008). Durable
     * when the future completes; doing it twice changes nothing.
     */
    CompletableFuture<Void> shred(PatientHandle patient);

    /** Waits for what is being written, then releases files and keys. */
    @Override
    void close();
}
