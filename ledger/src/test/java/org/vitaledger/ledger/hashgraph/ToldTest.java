package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.note.NoteSignature;
import org.vitaledger.core.note.SignedNote;
import org.vitaledger.ledger.hashgraph.engine.Payload;

class ToldTest {
    private final Halt halt = new Halt(_ -> {});
    private final LinkedBlockingQueue<SignedNote> read = new LinkedBlockingQueue<>();
    private final Told told = new Told(halt, 0, read::add);

    private static SignedNote note(int number) {
        return new SignedNote(number + "\n", List.of(new NoteSignature("log", 1, Bytes.of((byte) 1))));
    }

    private void tell(long node, Bytes content) {
        told.add(new Payload(node, content));
    }

    private List<SignedNote> readUntil(SignedNote last) throws InterruptedException {
        Thread reader = Thread.ofPlatform().start(told);
        try {
            List<SignedNote> all = new ArrayList<>();
            do {
                all.add(read.take());
            } while (!all.contains(last));
            return all;
        } finally {
            halt.close();
            reader.join();
        }
    }

    @Test
    void handsOnNotesAndLeavesOutRubbishAndOurOwn() throws InterruptedException {
        tell(0, Bytes.of(note(0).encode()));
        tell(1, Bytes.EMPTY);
        tell(1, Bytes.utf8("no note"));
        tell(1, Bytes.of(note(1).encode()));
        tell(1, Bytes.of(note(2).encode()));
        assertThat(readUntil(note(2))).containsExactly(note(1), note(2));
    }

    @Test
    void forgetsWhatOneNodeToldTooMuchOfAndNothingOfTheOthers() throws InterruptedException {
        tell(2, Bytes.of(note(-1).encode()));
        for (int i = 0; i < 1000; i++) {
            tell(1, Bytes.of(note(i).encode()));
        }
        tell(2, Bytes.of(note(-2).encode()));
        List<SignedNote> all = readUntil(note(999));
        assertThat(all).hasSizeLessThan(100).contains(note(-1), note(-2), note(998), note(999));
        assertThat(all.subList(0, 4)).contains(note(-1), note(-2));
    }
}
