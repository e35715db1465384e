package org.vitaledger.node.run;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.vitaledger.vault.file.VaultProgress;

/** Tells how far a check is, each few seconds at the most. For one thread. */
final class CheckProgress {
    private static final long EVERY = Duration.ofSeconds(3).toNanos();
    private static final int PERCENT = 100;

    private final Consumer<String> to;
    private final LongSupplier nanos;
    private long last;

    CheckProgress(Consumer<String> to, LongSupplier nanos) {
        this.to = to;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** A part begins. */
    void begin(String part) {
        last = nanos.getAsLong();
        to.accept(part);
    }

    /** So many entries of the log were checked. */
    void entries(long entries) {
        if (due()) {
            to.accept(String.format(Locale.ROOT, "ledger: %,d entries", entries));
        }
    }

    /** The check of the vault is so far. */
    void vault(VaultProgress progress) {
        if (due()) {
            to.accept(
                    switch (progress.part()) {
                        case RECORDS ->
                            String.format(
                                    Locale.ROOT,
                                    "vault: %d %% of the records, %,d readings",
                                    percent(progress),
                                    progress.readings());
                        case INDEX -> String.format(Locale.ROOT, "vault: %d %% of the index", percent(progress));
                    });
        }
    }

    private static long percent(VaultProgress progress) {
        return Math.min(PERCENT, progress.done() * PERCENT / Math.max(1, progress.all()));
    }

    private boolean due() {
        long now = nanos.getAsLong();
        if (now - last < EVERY) {
            return false;
        }
        last = now;
        return true;
    }
}
