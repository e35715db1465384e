package org.vitaledger.ledger.hashgraph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteRejected;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.hashgraph.engine.Payload;

/**
 * The cosignatures that the engine brings, checked on a thread of ours, for which the engine doesn't wait. Bounded for each
 * node, and read in turn, so that one that tells too much delays only itself: what is forgotten is asked for when it is
 * missed.
 */
final class Told implements Runnable {
    private static final int UNREAD = 32;
    private static final long PAUSE_MILLIS = 100;

    private final Map<Long, ArrayDeque<Bytes>> unread = new HashMap<>();
    private final Halt halt;
    private final long self;
    private final Consumer<SignedNote> to;

    /**
     * @param self our own node, whose notes we have
     * @param to takes what looks like a note, signatures not checked
     */
    Told(Halt halt, long self, Consumer<SignedNote> to) {
        this.halt = halt;
        this.self = self;
        this.to = to;
    }

    /** Any thread. */
    synchronized void add(Payload payload) {
        if (payload.node() == self) {
            return;
        }
        ArrayDeque<Bytes> notes = unread.computeIfAbsent(payload.node(), _ -> new ArrayDeque<>());
        notes.addLast(payload.content());
        if (notes.size() > UNREAD) {
            notes.removeFirst();
        }
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (!halt.isClosed()) {
                oneOfEach().forEach(this::read);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing once the ledger is closed. */
    private synchronized List<Bytes> oneOfEach() throws InterruptedException {
        List<Bytes> next = new ArrayList<>();
        collect(next);
        while (next.isEmpty() && !halt.isClosed()) {
            wait(PAUSE_MILLIS);
            collect(next);
        }
        return next;
    }

    private void collect(List<Bytes> next) {
        for (ArrayDeque<Bytes> notes : unread.values()) {
            if (!notes.isEmpty()) {
                next.add(notes.removeFirst());
            }
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
