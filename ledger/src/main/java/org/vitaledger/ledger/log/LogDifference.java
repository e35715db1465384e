package org.vitaledger.ledger.log;

/** What a block says is not what the contracts say. Tells where. */
final class LogDifference extends Exception {
    private static final long serialVersionUID = 1L;

    private final LogFinding.Kind kind;
    private final long height;
    private final long index;

    /**
     * @param height the block, or -1 if that can't be said
     * @param index the entry, or -1 if the block as a whole differs
     */
    LogDifference(LogFinding.Kind kind, long height, long index) {
        super(kind.name());
        this.kind = kind;
        this.height = height;
        this.index = index;
    }

    LogFinding.Kind kind() {
        return kind;
    }

    long height() {
        return height;
    }

    long index() {
        return index;
    }
}
