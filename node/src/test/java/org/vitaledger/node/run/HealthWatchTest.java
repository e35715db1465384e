package org.vitaledger.node.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.api.audit.AuditFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.api.http.Health;
import org.vitaledger.core.Proves;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.edge.drain.DrainFault;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.ledger.SubmitFault;
import org.vitaledger.vault.SealCode;

/** When a node gives itself up to be started again. */
class HealthWatchTest {
    private static final int MINUTE = 60;
    private final Fault full = new JournalFault(JournalFault.Kind.WRITE_FAILED, Map.of(), null);
    private final Fault broken = new SubmitFault(SubmitFault.Kind.STOPPED, Map.of(), null);

    @TempDir
    private Path folder = Path.of("");

    private final AtomicReference<Optional<Fault>> ledger = new AtomicReference<>(Optional.empty());
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean failing = new AtomicBoolean();

    private HealthWatch watch(Path home) {
        Health health = new Health();
        health.add("ledger", this::told);
        return new HealthWatch(health, new NodeHome(home), ended::incrementAndGet);
    }

    private static void look(HealthWatch watch, int seconds) {
        for (int i = 0; i < seconds; i++) {
            watch.lookWhateverHappens();
        }
    }

    private Optional<Fault> told() {
        if (failing.get()) {
            throw new LinkageError("a bug");
        }
        return ledger.get();
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

    @ParameterizedTest
    @ValueSource(
            strings = {"VL-DRAIN-003", "VL-NODE-017", "VL-AUDIT-004", "VL-API-008", "VL-SEAL-012", "VL-JOURNAL-007"})
    void endsTheProcessForWhateverOnlyANewStartMends(String code) {
        Fault.Code broke = Stream.<Fault.Code[]>of(
                        DrainFault.DrainCode.values(),
                        NodeFault.NodeCode.values(),
                        AuditFault.Kind.values(),
                        ApiFaultCode.values(),
                        SealCode.values(),
                        JournalFault.Kind.values())
                .flatMap(Arrays::stream)
                .filter(one -> one.id().equals(code))
                .findAny()
                .orElseThrow();
        HealthWatch watch = watch(folder);
        ledger.set(Optional.of(new Fault(broke, Map.of(), null) {}));
        look(watch, MINUTE);
        assertThat(ended).hasValue(1);
    }

    @Test
    void goesOnWatchingWhateverALookThrows() {
        HealthWatch watch = watch(folder);
        ledger.set(Optional.of(broken));
        look(watch, MINUTE - 1);
        failing.set(true);
        watch.lookWhateverHappens();
        failing.set(false);
        look(watch, MINUTE);
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
