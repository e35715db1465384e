package org.vitaledger.edge.mqtt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One PUBLISH that waits for its answer. The content does not change; the answer may come from any thread, also after
 * the connection is gone.
 */
public final class Publish {
    private static final VarHandle ANSWER;

    static {
        try {
            ANSWER = MethodHandles.lookup().findVarHandle(Publish.class, "answer", Answer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Session session;
    private final int packetId;
    private final String topic;
    private final byte[] payload;

    @SuppressWarnings("unused") // written through ANSWER
    private volatile @Nullable Answer answer;

    private volatile boolean abandoned;

    Publish(Session session, int packetId, String topic, byte[] payload) {
        this.session = session;
        this.packetId = packetId;
        this.topic = topic;
        this.payload = payload;
    }

    /** Who published. */
    public ClientIdentity client() {
        return session.client();
    }

    /** The topic name, aliases resolved. */
    public String topic() {
        return topic;
    }

    /** The payload, not copied: it must not be changed. */
    public byte[] payload() {
        return payload;
    }

    /** Whether the client waits for a PUBACK (QoS 1). */
    public boolean acknowledged() {
        return packetId != 0;
    }

    /**
     * Answers, and sends the answer when its turn comes. For many answers at once use {@link Answers}.
     *
     * @throws IllegalStateException if it was answered before
     */
    public void answer(Answer what) {
        settle(what);
        session.answersReady();
    }

    /** Its handler failed: it is not acknowledged, and what the handler may still say of it is not heard. */
    void abandon() {
        abandoned = true;
        if (ANSWER.compareAndSet(this, null, Answer.unavailable())) {
            session.answersReady();
        }
    }

    void settle(Answer what) {
        if (!ANSWER.compareAndSet(this, null, what) && !abandoned) {
            throw new IllegalStateException("a publish is answered once");
        }
    }

    @Nullable Answer settled() {
        return answer;
    }

    Session session() {
        return session;
    }

    int packetId() {
        return packetId;
    }
}
