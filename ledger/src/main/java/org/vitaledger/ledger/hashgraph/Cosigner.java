package org.vitaledger.ledger.hashgraph;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.ledger.log.BlockLog;

/** Cosigns what is written, on a thread of its own; each note is durable before anybody gets it (INV-006). */
final class Cosigner implements Runnable {
    private static final long PAUSE_MILLIS = 1000;

    private final BlockLog log;
    private final Halt halt;
    private final Consumer<SignedNote> to;
    private final Semaphore woken = new Semaphore(1);
    private volatile @Nullable SignedNote last;

    Cosigner(BlockLog log, Halt halt, Consumer<SignedNote> to) {
        this.log = log;
        this.halt = halt;
        this.to = to;
    }

    /** What was cosigned last. */
    Optional<SignedNote> last() {
        return Optional.ofNullable(last);
    }

    /** There is more to sign, or the end came. */
    void wake() {
        woken.release();
    }

    @Override
    public void run() {
        try {
            again();
            while (!halt.isClosed()) {
                await();
                sign();
            }
        } catch (RuntimeException | Error e) {
            halt.because(e);
            if (!halt.isClosed()) {
                throw e;
            }
        }
    }

    /** Tells what was signed last, which after a restart nobody may have. */
    private void again() {
        Snapshot head = log.head();
        if (head.size() > 0 && head.size() == log.signedSize()) {
            tell(log.sign(head));
        }
    }

    private void sign() {
        Optional<Snapshot> next = log.nextToSign();
        while (next.isPresent() && !halt.isHalted() && !halt.isClosed()) {
            tell(log.sign(next.get()));
            next = log.nextToSign();
        }
    }

    private void tell(SignedNote note) {
        last = note;
        to.accept(note);
    }

    private void await() {
        try {
            if (woken.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
