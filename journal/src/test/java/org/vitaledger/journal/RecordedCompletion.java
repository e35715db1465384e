package org.vitaledger.journal;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told. */
final class RecordedCompletion implements Completion {
    final List<Long> positions = new CopyOnWriteArrayList<>();
    final List<JournalFault> faults = new CopyOnWriteArrayList<>();

    @Override
    public void forced(long position) {
        positions.add(position);
    }

    @Override
    public void failed(JournalFault fault) {
        faults.add(fault);
    }
}
