package org.vitaledger.api.audit;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an audit log is what the ledger counts. One that is distrusted takes no records, so that nobody reads; that
 * outlives a restart, unless only the index is wrong. Safe for any thread.
 */
final class AuditTrust {
    private final Path log;
    private volatile Optional<AuditFault> doubt;
    private volatile long counted;
    private volatile Runnable mending = () -> {};

    /** Goes on from what is written down beside the log in a folder. */
    AuditTrust(Path log) {
        this.log = log;
        Optional<AuditMark> mark = AuditMark.read(log);
        this.doubt = mark.map(AuditMark::kind).map(kind -> new AuditFault(kind, Map.of(), null));
        this.counted = mark.map(AuditMark::counted).orElse(0L);
    }

    /** What is run, by whoever finds it out, once an index is wrong. */
    void whenIndexIsWrong(Runnable wakesWhoMends) {
        mending = wakesWhoMends;
    }

    /** Why the log is distrusted; empty if it is not. */
    Optional<AuditFault> doubt() {
        return doubt;
    }

    /** How many records there were, where it is distrusted, as far as that is known. */
    long counted() {
        return counted;
    }

    boolean isDamaged() {
        return is(AuditFault.Kind.DAMAGED);
    }

    /** Whether only the index is wrong, which can be made again. */
    boolean lacksIndex() {
        return is(AuditFault.Kind.INDEX_WRONG);
    }

    private boolean is(AuditFault.Kind kind) {
        return doubt.filter(fault -> fault.kind() == kind).isPresent();
    }

    /**
     * Distrusts the log from now on, if it isn't for something worse.
     *
     * @param known how many records there are, as far as that is known
     */
    void lose(AuditFault because, long known) {
        synchronized (this) {
            if (doubt.filter(fault -> gravity(fault) > gravity(because)).isPresent()) {
                return;
            }
            doubt = Optional.of(because);
            if (gravity(because) > 0) {
                // What an index says that is wrong is no count.
                counted = Math.max(counted, known);
                new AuditMark(because.kind(), counted).write(log);
            }
        }
        if (lacksIndex()) {
            mending.run();
        }
    }

    private static int gravity(AuditFault fault) {
        return switch (fault.kind()) {
            case DAMAGED -> 2;
            case BEHIND_LEDGER -> 1;
            default -> 0;
        };
    }

    /** Trusts the log again, unless something else was found since {@code seen}. */
    synchronized void regain(Optional<AuditFault> seen) {
        if (doubt.equals(seen)) {
            doubt = Optional.empty();
            counted = 0;
            AuditMark.remove(log);
        }
    }

    /** What could not be read was put aside: what is left is to be compared. */
    synchronized void salvaged(long known) {
        doubt = Optional.empty();
        lose(new AuditFault(AuditFault.Kind.BEHIND_LEDGER, Map.of(), null), known);
    }

    /** All of it can be read: what was damaged was restored. */
    synchronized void restored() {
        if (isDamaged()) {
            doubt = Optional.empty();
            lose(AuditFault.indexWrong("all"), 0);
        }
    }

    /** What is lost stands on the ledger. */
    synchronized void told() {
        counted = 0;
        doubt.filter(fault -> gravity(fault) > 0).ifPresent(fault -> new AuditMark(fault.kind(), 0).write(log));
    }
}
