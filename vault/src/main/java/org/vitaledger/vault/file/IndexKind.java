package org.vitaledger.vault.file;

/** The kinds of entries of an index that records derive. */
enum IndexKind {
    BY_FIRST(IndexKeys.timelines(false), "first readings"),
    BATCH(IndexKeys.batches(), "batches"),
    BY_LAST(IndexKeys.timelines(true), "last readings"),
    DOCUMENT(IndexKeys.documents(), "documents"),
    PACK(IndexKeys.packs(), "packs");

    private final byte prefix;
    private final String plural;

    IndexKind(byte[] prefix, String plural) {
        this.prefix = prefix[0];
        this.plural = plural;
    }

    /** The first byte of their keys. */
    byte prefix() {
        return prefix;
    }

    String plural() {
        return plural;
    }

    /** Whether only a key tells what the index must hold. */
    boolean needsKeys() {
        return this != BATCH && this != PACK;
    }

    /** What is wrong if the index does not have what a record says, of the {@code pack}-th pack where it is one's. */
    String difference(int pack) {
        return switch (this) {
            case BATCH -> "the index has the batch elsewhere or not at all";
            case PACK -> "pack " + pack + ": the index has it elsewhere or not at all; perhaps sealed twice";
            case BY_FIRST, BY_LAST -> "pack " + pack + ": the index tells other times or codes, or none";
            case DOCUMENT -> "the index does not have a document's newest version";
        };
    }
}
