package org.vitaledger.api.fake;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.vitaledger.journal.Disk;

/** A disk whose forces can be held back or made to fail. Safe for any thread. */
public final class HeldDisk implements Disk {
    private volatile @Nullable CountDownLatch gate;
    private volatile CountDownLatch reached = new CountDownLatch(1);
    private volatile boolean fails;

    /** From now on forces wait for {@link #release}. */
    public void hold() {
        reached = new CountDownLatch(1);
        gate = new CountDownLatch(1);
    }

    /** Waits until a force is being held back. */
    public void awaitHeld() throws InterruptedException {
        reached.await();
    }

    /** Lets all forces go on. */
    public void release() {
        CountDownLatch held = gate;
        gate = null;
        if (held != null) {
            held.countDown();
        }
    }

    /** From now on every force fails. */
    public void fail() {
        fails = true;
    }

    @Override
    public void force(Path file, FileChannel channel) throws IOException {
        CountDownLatch held = gate;
        if (held != null) {
            reached.countDown();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted", e);
            }
        }
        if (fails) {
            throw new IOException("Input/output error");
        }
        Disk.super.force(file, channel);
    }
}
