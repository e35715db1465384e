package org.vitaledger.edge.admit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An admitted pack until it is known whether it became durable; then tells all who asked. Safe for any thread. */
public final class Ticket {
    private final long sequence;
    private @Nullable List<Consumer<Boolean>> waiting;
    private @Nullable Boolean durable;

    Ticket(long sequence) {
        this.sequence = sequence;
    }

    long sequence() {
        return sequence;
    }

    /** Whether the pack is known to be durable. */
    synchronized boolean isDurable() {
        return Boolean.TRUE.equals(durable);
    }

    /** Tells {@code asked} whether the pack is durable: at once if it is known, else when it is. */
    void ask(Consumer<Boolean> asked) {
        Boolean known;
        synchronized (this) {
            known = durable;
            if (known == null) {
                if (waiting == null) {
                    waiting = new ArrayList<>(1);
                }
                waiting.add(asked);
            }
        }
        if (known != null) {
            asked.accept(known);
        }
    }

    void settle(boolean isDurable) {
        List<Consumer<Boolean>> asked;
        synchronized (this) {
            durable = isDurable;
            asked = waiting == null ? List.of() : waiting;
            waiting = null;
        }
        asked.forEach(one -> one.accept(isDurable));
    }
}
