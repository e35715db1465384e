package org.vitaledger.edge.mqtt;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The answers of one batch, sent with one task per event loop and one flush per connection. For one thread.
 */
public final class Answers {
    private final IdentityHashMap<EventLoop, List<Session>> ready = new IdentityHashMap<>();

    /**
     * Adds an answer; nothing is sent yet.
     *
     * @throws IllegalStateException if {@code publish} was answered before
     */
    public void add(Publish publish, Answer answer) {
        publish.settle(answer);
        Session session = publish.session();
        if (session.markReady()) {
            ready.computeIfAbsent(session.eventLoop(), loop -> new ArrayList<>())
                    .add(session);
        }
    }

    /** Sends what was added, and empties the batch. */
    public void send() {
        ready.forEach((loop, sessions) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(() -> sessions.forEach(Session::sendAnswers));
            }
        });
        ready.clear();
    }
}
