package org.vitaledger.node.run;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.feed.Alert;
import org.vitaledger.api.feed.IngestFeed;
import org.vitaledger.api.feed.Quarantined;
import org.vitaledger.api.feed.ReplayOutcome;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.Gateway;
import org.vitaledger.edge.GatewayEvent;
import org.vitaledger.edge.GatewayListener;
import org.vitaledger.edge.GatewayStats;
import org.vitaledger.edge.Replayed;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.CredentialsFile;
import org.vitaledger.edge.quarantine.QuarantineEntry;

/** Shows the API what happens at the gateway, and keeps the newest of it. Safe for any thread. */
final class EdgeFeed implements IngestFeed, GatewayListener {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeFeed.class);

    private final CredentialsFile credentials;
    private final InstantSource clock;
    private final AlertBook alerts;
    private final List<Consumer<Alert>> followers = new CopyOnWriteArrayList<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Gateway gateway;

    EdgeFeed(CredentialsFile credentials, InstantSource clock) {
        this.credentials = credentials;
        this.clock = clock;
        this.alerts = new AlertBook(clock.instant());
    }

    void follow(Gateway started) {
        gateway = started;
    }

    @Override
    public void happened(GatewayEvent event) {
        switch (event) {
            case GatewayEvent.Accepted accepted -> untell();
            case GatewayEvent.Alerted alerted -> raise(alerted.alert());
            case GatewayEvent.Failed failed -> tell(failed.fault());
            case GatewayEvent.Refused refused -> {}
            case GatewayEvent.Committed committed -> untell();
        }
    }

    @Override
    public Set<PatientHandle> alerted() {
        return alerts.patients();
    }

    @Override
    public List<Alert> alerts(Predicate<PatientHandle> whose, int limit) {
        Gateway running = gateway;
        return shown(
                whose,
                limit,
                () -> running == null
                        ? List.of()
                        : running.openAlerts().stream()
                                .filter(alert -> whose.test(alert.patient()))
                                .toList());
    }

    /**
     * The newest of some patients, and of the open ones those that are older, newest first.
     *
     * @param open asked after the newest are known: what is raised meanwhile must not look as if it were over
     */
    List<Alert> shown(Predicate<PatientHandle> whose, int limit, Supplier<List<org.vitaledger.edge.rules.Alert>> open) {
        Map<Long, Alert> shown = new TreeMap<>(Comparator.reverseOrder());
        alerts.newest(whose, limit).forEach(entry -> shown.put(entry.number(), shown(entry, false)));
        for (org.vitaledger.edge.rules.Alert alert : open.get()) {
            AlertBook.Entry entry = entry(alert);
            shown.put(entry.number(), shown(entry.as(alert), true));
        }
        return List.copyOf(shown.values());
    }

    @Override
    public List<Alert> openAlerts() {
        Gateway running = gateway;
        return running == null
                ? List.of()
                : running.openAlerts().stream()
                        .map(alert -> shown(entry(alert).as(alert), true))
                        .toList();
    }

    @Override
    public AutoCloseable follow(Consumer<Alert> follower) {
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public List<Quarantined> quarantine(int limit) {
        Gateway running = gateway;
        if (running == null) {
            return List.of();
        }
        return running.quarantined(limit).stream()
                .map(kept -> {
                    QuarantineEntry entry = kept.entry();
                    return new Quarantined(
                            kept.id(),
                            entry.time(),
                            entry.device().text(),
                            entry.refusal().name(),
                            entry.payload().size());
                })
                .toList();
    }

    @Override
    public Optional<CompletableFuture<ReplayOutcome>> replay(long id) {
        return Optional.ofNullable(gateway)
                .flatMap(running -> running.replay(id))
                .map(told -> told.thenApply(EdgeFeed::outcome));
    }

    private static ReplayOutcome outcome(Replayed replayed) {
        return switch (replayed) {
            case Replayed.Accepted _ -> new ReplayOutcome(ReplayOutcome.What.ACCEPTED, "");
            case Replayed.Known _ -> new ReplayOutcome(ReplayOutcome.What.KNOWN, "");
            case Replayed.Refused(AdmissionRefusal refusal) ->
                new ReplayOutcome(ReplayOutcome.What.REFUSED, refusal.name());
            case Replayed.NotNow _ -> new ReplayOutcome(ReplayOutcome.What.NOT_NOW, "");
        };
    }

    @Override
    public Map<String, Long> counters() {
        Gateway running = gateway;
        if (running == null) {
            return Map.of();
        }
        GatewayStats stats = running.stats();
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("packs.accepted", stats.accepted().packs());
        counters.put("packs.repeated", stats.accepted().repeated());
        counters.put("readings.accepted", stats.accepted().readings());
        counters.put("readings.committed", stats.committed().readings());
        counters.put("batches.committed", stats.committed().batches());
        counters.put("gaps", stats.accepted().gaps());
        counters.put("alerts", stats.accepted().alerts());
        stats.refused().forEach((refusal, count) -> counters.put("refused." + refusal.name(), count));
        counters.put("spool.bytes", stats.spoolBytes());
        return counters;
    }

    @Override
    public Optional<String> issueCredential(DeviceId device) {
        return Optional.of(credentials.issue(new ClientIdentity.DeviceClient(device), new SecureRandom()));
    }

    @Override
    public Optional<String> issueAlertReader(String name) {
        return Optional.of(credentials.issue(new ClientIdentity.AlertReader(name), new SecureRandom()));
    }

    @Override
    public boolean withdrawAlertReader(String name) {
        return credentials.withdraw(new ClientIdentity.AlertReader(name));
    }

    /** Each pack and each try meets the same fault while it lasts; it is told once. */
    private void tell(Fault fault) {
        if (told.add(fault.code().id())) {
            LOG.warn("{} {}", fault.getMessage(), fault.code().remedy());
        }
    }

    private void untell() {
        if (!told.isEmpty()) {
            told.clear();
        }
    }

    private AlertBook.Entry entry(org.vitaledger.edge.rules.Alert open) {
        return alerts.of(open.asRaised(), clock.instant());
    }

    /** Of one pack it may be over by now, or something worse; what is late is open while it goes on arriving. */
    private void raise(org.vitaledger.edge.rules.Alert raised) {
        Gateway running = gateway;
        boolean open = running == null || running.isOpen(raised);
        Alert alert = shown(alerts.of(raised, clock.instant()), open);
        followers.forEach(follower -> follower.accept(alert));
    }

    private static Alert shown(AlertBook.Entry entry, boolean open) {
        org.vitaledger.edge.rules.Alert raised = entry.alert();
        return new Alert(
                Long.toString(entry.number()),
                raised.time(),
                entry.raised(),
                raised.device(),
                raised.patient(),
                raised.rule().id(),
                Alert.Severity.valueOf(raised.severity().name()),
                raised.text(),
                new Alert.Marks(raised.late(), raised.ahead()),
                open);
    }
}
