package org.vitaledger.api.feed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/** The ingest path as the API needs it. Every method may be called by any thread and answers at once. */
public interface IngestFeed extends AlertFeed {
    /** The newest refused packets that were not accepted since, newest first, at most {@code limit}. */
    List<Quarantined> quarantine(int limit);

    /**
     * Takes a refused packet in again, with all checks.
     *
     * @return what became of it; empty if there is no such packet, or none any more
     */
    default Optional<CompletableFuture<ReplayOutcome>> replay(long id) {
        return Optional.empty();
    }

    /** Counters by name, for example readings accepted, and times in milliseconds. */
    Map<String, Long> counters();

    /** The credential with which a device logs in by MQTT, if this node gives such credentials. */
    default Optional<String> issueCredential(DeviceId device) {
        return Optional.empty();
    }

    /**
     * The credential with which somebody reads the alerts of all patients by MQTT under a name, if this node gives such
     * credentials; it replaces an older one.
     *
     * @throws IllegalArgumentException if that is no name for one
     */
    default Optional<String> issueAlertReader(String name) {
        return Optional.empty();
    }

    /** Withdraws the credential of a reader of alerts; false if there is none of that name. */
    default boolean withdrawAlertReader(String name) {
        return false;
    }

    /** A node without an ingest path. */
    static IngestFeed none() {
        return new IngestFeed() {
            @Override
            public Set<PatientHandle> alerted() {
                return Set.of();
            }

            @Override
            public List<Alert> alerts(Predicate<PatientHandle> whose, int limit) {
                return List.of();
            }

            @Override
            public List<Alert> openAlerts() {
                return List.of();
            }

            @Override
            public AutoCloseable follow(Consumer<Alert> follower) {
                return () -> {};
            }

            @Override
            public List<Quarantined> quarantine(int limit) {
                return List.of();
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }
        };
    }
}
