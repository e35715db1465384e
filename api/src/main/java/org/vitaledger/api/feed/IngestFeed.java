package org.vitaledger.api.feed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.vitaledger.core.value.DeviceId;

/** The ingest path as the API needs it. Every method may be called by any thread and answers at once. */
public interface IngestFeed {
    /** The newest alerts, newest first, at most {@code limit}. */
    List<Alert> alerts(int limit);

    /** Tells {@code follower} every alert from now on, until the subscription is closed; the follower is quick. */
    AutoCloseable follow(Consumer<Alert> follower);

    /** The newest refused packets, newest first, at most {@code limit}. */
    List<Quarantined> quarantine(int limit);

    /** The gaps in the sequences of devices that are not filled yet (INV-012). */
    List<SequenceGap> gaps();

    /** Counters by name, for example readings accepted, and times in milliseconds. */
    Map<String, Long> counters();

    /** The credential with which a device logs in by MQTT, if this node gives such credentials. */
    default Optional<String> issueCredential(DeviceId device) {
        return Optional.empty();
    }

    /** A node without an ingest path. */
    static IngestFeed none() {
        return new IngestFeed() {
            @Override
            public List<Alert> alerts(int limit) {
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
            public List<SequenceGap> gaps() {
                return List.of();
            }

            @Override
            public Map<String, Long> counters() {
                return Map.of();
            }
        };
    }
}
