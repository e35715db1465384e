package org.vitaledger.journal;

/**
 * Told what became of an appended record: exactly one of the two methods, once, on the journal's writer thread, in the
 * order of the positions. Must be quick and must not block; it may use {@link Journal#tryAppend}, not
 * {@link Journal#append}.
 */
public interface Completion {
    /** The record is durable at {@code position} (INV-001). */
    void forced(long position);

    /** The record is not durable: the write failed, or the journal failed before its turn. */
    void failed(JournalFault fault);
}
