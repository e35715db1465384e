package org.vitaledger.node.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.audit.AuditFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.api.http.Health;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.drain.DrainFault;
import org.vitaledger.journal.DurableFile;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.vault.SealCode;

/**
 * Logs each change of a part's health once, and ends the process when a part broke in a way that only a new start mends. Not
 * while the disk is full or can't be written: a new start would not get far, and until then the node judges readings and
 * raises alarms.
 */
final class HealthWatch implements AutoCloseable {
    /** What a new start mends; anything else heals by itself, or needs somebody. */
    private static final Set<Fault.Code> BROKEN = Set.of(
            JournalFault.Kind.STOPPED,
            SubmitFault.Kind.STOPPED,
            SubmitFault.Kind.ENGINE_FAILED,
            SealCode.INDEX,
            SealCode.STOPPED,
            DrainFault.DrainCode.BUG,
            AuditFault.Kind.ANCHORING_STOPPED,
            ApiFaultCode.INDEX_BROKEN,
            NodeFault.NodeCode.THREAD_DIED);

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A part may heal in this time, or a person may look at it. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long LEAST_ROOM = 16L << 20;

    private final Health health;
    private final NodeHome home;
    private final Runnable end;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, String> codes = new HashMap<>();
    private int broken;
    private boolean failed;

    HealthWatch(Health health, NodeHome home, Runnable end) {
        this.health = health;
        this.home = home;
        this.end = end;
    }

    /**
     * Begins.
     *
     * @param end ends the process
     */
    static HealthWatch start(Health health, NodeHome home, Runnable end) {
        HealthWatch watch = new HealthWatch(health, home, end);
        Thread.ofPlatform().daemon().name("health").start(watch::run);
        return watch;
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                lookWhateverHappens();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever watches the others must not end with them: a look that fails is told once, and repeated. */
    void lookWhateverHappens() {
        try {
            look();
            failed = false;
        } catch (RuntimeException | Error e) {
            if (!failed) {
                LOG.error("a look at the node's health failed; it is repeated", e);
            }
            failed = true;
        }
    }

    /** One look; a second apart. */
    void look() {
        boolean anyBroken = false;
        for (Health.Part part : health.parts()) {
            String code = part.fault().map(fault -> fault.code().id()).orElse("");
            @Nullable String before = codes.put(part.name(), code);
            if (!code.equals(before == null ? "" : before)) {
                tell(part);
            }
            anyBroken |=
                    part.fault().filter(fault -> BROKEN.contains(fault.code())).isPresent();
        }
        broken = anyBroken && canWrite() ? broken + 1 : 0;
        if (broken >= PATIENCE.dividedBy(INTERVAL)) {
            broken = 0;
            LOG.error("The node ends, to be started again: {}", codes);
            end.run();
        }
    }

    private static void tell(Health.Part part) {
        Optional<Fault> fault = part.fault();
        if (fault.isEmpty()) {
            LOG.warn("{} is up again", part.name());
        } else if (BROKEN.contains(fault.get().code())) {
            LOG.error("{} is down", part.name(), fault.get());
        } else {
            LOG.error("{} is down: {}{}", part.name(), fault.get().getMessage(), cause(fault.get()));
        }
    }

    private static String cause(Fault fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException ? " because of " + root : "";
    }

    private boolean canWrite() {
        try {
            Path probe = home.root().resolve("health.probe");
            DurableFile.replace(probe, new byte[1]);
            Files.delete(probe);
            return Files.getFileStore(home.root()).getUsableSpace() >= LEAST_ROOM;
        } catch (JournalFault | IOException _) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
