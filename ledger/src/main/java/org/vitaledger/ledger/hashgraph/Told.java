package org.vitaledger.ledger.hashgraph;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;

/**
 * The cosignatures that the engine brings, checked on a thread of ours, for which the engine doesn't wait. Bounded: what
 * comes too fast is forgotten, and asked for when it is missed.
 */
final class Told implements Runnable {
    private static final int UNREAD = 256;
    private static final long PAUSE_MILLIS = 100;

    private final BlockingQueue<Bytes> unread = new ArrayBlockingQueue<>(UNREAD);
    private final Halt halt;
    private final Consumer<SignedNote> to;

    Told(Halt halt, Consumer<SignedNote> to) {
        this.halt = halt;
        this.to = to;
    }

    /** Any thread. */
    void add(Bytes note) {
        if (!unread.offer(note)) {
            unread.poll();
            unread.offer(note);
        }
    }

    @Override
    public void run() {
        try {
            while (!halt.isClosed()) {
                Bytes next = unread.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    read(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Bytes bytes) {
        SignedNote note;
        try {
            note = SignedNote.parse(bytes.toArray());
        } catch (NoteRejected e) {
            // Of a member that is wrong or newer than we are; nobody else's cosignature is missing for that.
            return;
        }
        to.accept(note);
    }
}
