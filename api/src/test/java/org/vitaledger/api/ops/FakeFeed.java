package org.vitaledger.api.ops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.vitaledger.api.feed.Alert;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.feed.Quarantined;
import org.vitaledger.api.feed.ReplayOutcome;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;

/** A feed that is told what to show. */
final class FakeFeed implements IngestFeed {
    static final DeviceId DEVICE = DeviceId.parse("0011223344556677");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final List<String> issued = new CopyOnWriteArrayList<>();
    final List<String> withdrawn = new CopyOnWriteArrayList<>();
    final List<Consumer<Alert>> followers = new CopyOnWriteArrayList<>();
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();

    static Alert alert(PatientHandle patient, String text) {
        return alert(patient, text, false);
    }

    static Alert alert(PatientHandle patient, String text, boolean open) {
        String id = Integer.toString(NUMBERS.incrementAndGet());
        return new Alert(
                id,
                Instant.parse("2026-03-01T10:00:00Z"),
                Instant.parse("2026-03-01T10:00:02Z"),
                DEVICE,
                patient,
                "news2-emergency",
                Alert.Severity.CRITICAL,
                text,
                new Alert.Marks(!open, false),
                open);
    }

    void raise(Alert alert) {
        alerts.addFirst(alert);
        followers.forEach(follower -> follower.accept(alert));
    }

    void clear() {
        alerts.clear();
    }

    @Override
    public Set<PatientHandle> alerted() {
        return alerts.stream().map(Alert::patient).collect(Collectors.toSet());
    }

    @Override
    public List<Alert> alerts(Predicate<PatientHandle> whose, int limit) {
        return new ArrayList<>(alerts)
                .stream()
                        .filter(alert -> whose.test(alert.patient()))
                        .limit(limit)
                        .toList();
    }

    @Override
    public List<Alert> openAlerts() {
        return alerts.stream().filter(Alert::open).toList();
    }

    @Override
    public AutoCloseable follow(Consumer<Alert> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public List<Quarantined> quarantine(int limit) {
        return List.of(new Quarantined(4711, Instant.EPOCH, DEVICE.text(), "BAD_SIGNATURE", 99));
    }

    @Override
    public Optional<CompletableFuture<ReplayOutcome>> replay(long id) {
        return id == 4711
                ? Optional.of(CompletableFuture.completedFuture(
                        new ReplayOutcome(ReplayOutcome.What.REFUSED, "BAD_SIGNATURE")))
                : Optional.empty();
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of("accepted", 42L);
    }

    @Override
    public Optional<String> issueCredential(DeviceId device) {
        return Optional.of("secret-of-" + device.text());
    }

    @Override
    public Optional<String> issueAlertReader(String name) {
        if (name.contains(" ")) {
            throw new IllegalArgumentException("no name");
        }
        issued.add(name);
        return Optional.of("secret-of-" + name);
    }

    @Override
    public boolean withdrawAlertReader(String name) {
        return issued.remove(name) && withdrawn.add(name);
    }
}
