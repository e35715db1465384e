package org.vitaledger.core.contract;

import org.jspecify.annotations.Nullable;

/** Bytes that are not what the ledger writes: not canonical, of an unknown kind, or with values out of bounds. */
public final class EntryRejected extends Exception {
    private static final long serialVersionUID = 1L;

    EntryRejected(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
