package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.api.http.Health;
import org.vitaledger.core.Proves;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.SubmitFault;

/** When a node gives itself up to be started again. */
class HealthWatchTest {
    private static final int MINUTE = 60;
    private final Fault full = new JournalFault(JournalFault.Kind.WRITE_FAILED, Map.of(), null);
    private final Fault broken = new SubmitFault(SubmitFault.Kind.STOPPED, Map.of(), null);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicReference<Optional<Fault>> ledger = new AtomicReference<>(Optional.empty());
    private final AtomicInteger ended = new AtomicInteger();

    private HealthWatch watch(Path home) {
        Health health = new Health();
        health.add("ledger", ledger::get);
        return new HealthWatch(health, new NodeHome(home), ended::incrementAndGet);
    }

    private static void look(HealthWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.look();
        }
    }

    @Test
    @Proves("INV-022")
    void endsTheProcessWhenAPartStaysBroken() {
        HealthWatch watch = watch(folder);
        ledger.set(Optional.of(broken));
        look(watch, MINUTE - 1);
        assertThat(ended).hasValue(0);
        look(watch, 1);
        assertThat(ended).hasValue(1);
    }

    @Test
    void leavesAloneWhatHealsByItself() {
        HealthWatch watch = watch(folder);
        ledger.set(Optional.of(full));
        look(watch, 3 * MINUTE);
        ledger.set(Optional.of(broken));
        look(watch, MINUTE - 1);
        ledger.set(Optional.empty());
        look(watch, 1);
        ledger.set(Optional.of(broken));
        look(watch, MINUTE - 1);
        assertThat(ended).hasValue(0);
    }

    @Test
    void goesOnWithABrokenPartWhileTheDiskTakesNothing() {
        HealthWatch watch = watch(folder.resolve("absent"));
        ledger.set(Optional.of(broken));
        look(watch, 3 * MINUTE);
        assertThat(ended).hasValue(0);
    }
}
