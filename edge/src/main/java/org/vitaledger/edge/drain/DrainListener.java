package org.vitaledger.edge.drain;

import org.vitaledger.core.fault.Fault;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.vault.SealedBatch;

/** Hears what becomes of the batches. Called by the drain's thread, in order; must be quick and not throw. */
public interface DrainListener {
    /** A batch was committed; told once for each batch and process. */
    void committed(SealedBatch batch, Receipt receipt);

    /** A try failed; the drain tries again. */
    void failed(Fault fault);

    /** Hears nothing. */
    DrainListener NONE = new DrainListener() {
        @Override
        public void committed(SealedBatch batch, Receipt receipt) {}

        @Override
        public void failed(Fault fault) {}
    };
}
