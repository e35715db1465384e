package org.vitaledger.vault.file;

/**
 * How far a check is.
 *
 * @param part at what
 * @param done how much of it is done: bytes of records, or entries of the index
 * @param all of how much
 * @param readings how many readings were derived so far
 */
public record VaultProgress(Part part, long done, long all, long readings) {
    /** What a check does one after the other. */
    public enum Part {
        /** Derives again from the records. */
        RECORDS,
        /** Compares with the index. */
        INDEX
    }
}
