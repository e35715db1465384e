package org.vitaledger.edge.spool;

import org.vitaledger.journal.JournalFault;

/**
 * Told what became of an appended pack: one of the two, once, on the spool's writer thread, in the order of acceptance.
 * Must be quick and must not block.
 */
public interface Stored {
    /** The pack is durable (INV-001). */
    void durable();

    /** The pack is not durable, and the spool takes no more. */
    void failed(JournalFault fault);
}
