package org.vitaledger.edge.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A handler that keeps what it gets until the test answers it. */
class HeldPublishes implements PublishHandler {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final BlockingQueue<Publish> held = new LinkedBlockingQueue<>();
    final BlockingQueue<Reason> rejections = new LinkedBlockingQueue<>();
    final List<StandingAlert> standing = new CopyOnWriteArrayList<>();

    @Override
    public void published(Publish publish) {
        held.add(publish);
    }

    @Override
    public List<StandingAlert> standingAlerts() {
        return standing;
    }

    @Override
    public void rejected(ClientIdentity client, Reason reason) {
        rejections.add(reason);
    }

    /** The next one, when it has come. */
    Publish next() {
        return take(held);
    }

    Reason rejection() {
        return take(rejections);
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            T item = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (item == null) {
                throw new AssertionError("nothing came");
            }
            return item;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
