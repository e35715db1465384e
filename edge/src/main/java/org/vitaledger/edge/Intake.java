package org.vitaledger.edge;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;
import org.vitaledger.edge.admit.Admission;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.admit.ClockFault;
import org.vitaledger.edge.admit.Decision;
import org.vitaledger.edge.admit.Decision.Admitted;
import org.vitaledger.edge.admit.Ticket;
import org.vitaledger.edge.mqtt.Answer;
import org.vitaledger.edge.mqtt.Answers;
import org.vitaledger.edge.mqtt.ClientIdentity;
import org.vitaledger.edge.mqtt.Publish;
import org.vitaledger.edge.mqtt.PublishHandler;
import org.vitaledger.edge.mqtt.Reason;
import org.vitaledger.edge.mqtt.StandingAlert;
import org.vitaledger.edge.mqtt.Topics;
import org.vitaledger.edge.quarantine.Quarantine;
import org.vitaledger.edge.quarantine.QuarantineEntry;
import org.vitaledger.edge.rules.Alert;
import org.vitaledger.edge.rules.AlertRule;
import org.vitaledger.edge.rules.BedsideRules;
import org.vitaledger.edge.spool.Spool;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.edge.spool.SpoolFault.SpoolCode;
import org.vitaledger.edge.spool.Stored;
import org.vitaledger.journal.JournalFault;

/**
 * From a PUBLISH to its answer: admission, rules, then spool or quarantine. Runs on the endpoint's event loops; the spool's
 * writer thread brings the answers.
 */
final class Intake implements PublishHandler {
    private final Admission admission;
    private final BedsideRules rules;
    private final Tally tally;
    private final InstantSource clock;
    private final Stores stores;
    /** Of the spool's writer thread, which sends them after each forced group. */
    private final Answers answers;

    private final Outlet outlet;
    private final Unwritten unspooled = new Unwritten();
    private final Unwritten unkept = new Unwritten();

    /** What packs pass. */
    record Way(Admission admission, BedsideRules rules, Tally tally, InstantSource clock) {}

    /** Where packs go. */
    record Stores(Spool spool, Quarantine quarantine) {}

    Intake(Way way, Stores stores, Answers answers, Outlet outlet) {
        this.admission = way.admission();
        this.rules = way.rules();
        this.tally = way.tally();
        this.clock = way.clock();
        this.stores = stores;
        this.answers = answers;
        this.outlet = outlet;
    }

    @Override
    public void published(Publish publish) {
        if (!(publish.client() instanceof ClientIdentity.DeviceClient(DeviceId device))) {
            tally.happened(new GatewayEvent.Refused(Optional.empty(), AdmissionRefusal.TOPIC_OF_ANOTHER));
            publish.answer(AdmissionRefusal.TOPIC_OF_ANOTHER.answer());
            return;
        }
        if (!publish.topic().equals(Topics.up(device))) {
            boolean others = Topics.parseUp(publish.topic()).isPresent();
            AdmissionRefusal refusal = others ? AdmissionRefusal.TOPIC_OF_ANOTHER : AdmissionRefusal.UNKNOWN_TOPIC;
            refuse(publish, device, new Decision.Refused(0, refusal, ""));
            return;
        }
        Decision decision = admission.decide(
                device,
                publish.payload(),
                Optional.empty(),
                (admitted, ticket) -> store(new Client(publish), admitted, ticket));
        switch (decision) {
            case Admitted admitted -> {}
            case Decision.Repeated repeated -> {
                tally.repeated();
                repeated.whenSettled(durable -> publish.answer(durable ? Answer.accepted() : Answer.unavailable()));
            }
            case Decision.Deferred deferred -> {
                judge(deferred.understood());
                publish.answer(Answer.unavailable());
            }
            case Decision.Untimed untimed -> {
                judge(untimed.understood());
                hindered(AlertRule.MONITOR_CLOCK, device);
                if (untimed.newly()) {
                    tally.happened(new GatewayEvent.Failed(new ClockFault()));
                }
                publish.answer(Answer.unavailable());
            }
            case Decision.Refused refused -> refuse(publish, device, refused);
        }
    }

    /**
     * Takes in what is in quarantine as if its device had sent it now. What is refused again stays there as it is.
     *
     * @return what became of it, once that is durable
     */
    CompletableFuture<Replayed> replay(QuarantineEntry entry) {
        CompletableFuture<Replayed> told = new CompletableFuture<>();
        DeviceId device = entry.device();
        Decision decision = admission.decide(
                device,
                entry.payload().toArray(),
                Optional.of(entry.time()),
                (admitted, ticket) -> store(new Operator(told, entry.time()), admitted, ticket));
        switch (decision) {
            case Admitted _ -> {}
            case Decision.Repeated repeated ->
                repeated.whenSettled(durable -> told.complete(durable ? new Replayed.Known() : new Replayed.NotNow()));
            case Decision.Deferred _, Decision.Untimed _ -> told.complete(new Replayed.NotNow());
            case Decision.Refused refused -> told.complete(new Replayed.Refused(refused.refusal()));
        }
        return told;
    }

    @Override
    public List<StandingAlert> standingAlerts() {
        return rules.open(clock.instant()).stream()
                .map(alert -> new StandingAlert(alert.device(), alert.json(true).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Override
    public void rejected(ClientIdentity client, Reason reason) {
        AdmissionRefusal refusal = reason == Reason.PACKET_TOO_LARGE
                ? AdmissionRefusal.OVERSIZED_PACKET
                : AdmissionRefusal.MALFORMED_PACKET;
        if (client instanceof ClientIdentity.DeviceClient(DeviceId device)) {
            tally.happened(new GatewayEvent.Refused(Optional.of(device), refusal));
            keep(device, new Decision.Refused(0, refusal, ""), new byte[0], outcome -> {});
        } else {
            tally.happened(new GatewayEvent.Refused(Optional.empty(), refusal));
        }
    }

    /**
     * Under the device's lock: looks at the readings in the order of the packs, and appends. The look comes first, for an
     * alert must not wait for a disk, nor be lost with one.
     */
    private boolean store(Asker asker, Admitted admitted, Ticket ticket) {
        judge(asker.judged(admitted.pack().readings()));
        if (!(asker instanceof Client)) {
            return append(asker, admitted, ticket);
        }
        DeviceId device = admitted.pack().device();
        rules.conditions().over(AlertRule.MONITOR_CLOCK, device);
        boolean isTaken = append(asker, admitted, ticket);
        if (!isTaken) {
            hindered(AlertRule.NOT_STORED, device);
        }
        return isTaken;
    }

    private boolean append(Asker asker, Admitted admitted, Ticket ticket) {
        DeviceId device = admitted.pack().device();
        boolean isTaken = false;
        unspooled.begun(device, clock.instant());
        try {
            isTaken = stores.spool().append(admitted.pack(), new Waiting(asker, admitted, ticket));
        } catch (JournalFault e) {
            tally.happened(new GatewayEvent.Failed(e));
        } finally {
            if (!isTaken) {
                unspooled.ended(device, clock.instant());
            }
        }
        return isTaken;
    }

    private void judge(List<Reading> readings) {
        raise(rules.check(readings, clock.instant()));
    }

    private void raise(Iterable<Alert> alerts) {
        for (Alert alert : alerts) {
            tally.happened(new GatewayEvent.Alerted(alert));
            outlet.sendAlert(alert);
        }
    }

    /** A pack of a device was not heard or not kept; who watches the patient learns it if that goes on. */
    private void hindered(AlertRule rule, DeviceId device) {
        admission
                .wearer(device)
                .flatMap(patient -> rules.conditions().met(rule, device, patient, clock.instant()))
                .ifPresent(alert -> raise(List.of(alert)));
    }

    /** Raises what is due because time has passed. */
    void lookAtTheClock() {
        Instant now = clock.instant();
        if (admission.clockFastNewly()) {
            tally.happened(new GatewayEvent.Failed(new ClockFault()));
        }
        for (Unwritten unwritten : List.of(unspooled, unkept)) {
            unwritten.overdue(now).forEach(device -> hindered(AlertRule.NOT_STORED, device));
        }
        raise(rules.due(now, admission::wearer));
    }

    /** VL-SPOOL-006 while the disk neither takes what was received nor fails. */
    Optional<Fault> spoolHangs() {
        return unspooled.fault(clock.instant());
    }

    /** The same for what was refused. */
    Optional<Fault> quarantineHangs() {
        return unkept.fault(clock.instant());
    }

    private void refuse(Publish publish, DeviceId device, Decision.Refused refused) {
        judge(refused.understood());
        if (refused.refusal().isOfTime()) {
            hindered(AlertRule.MONITOR_CLOCK, device);
        }
        tally.happened(new GatewayEvent.Refused(Optional.of(device), refused.refusal()));
        outlet.sendDown(device, Downlink.refused(refused.sequence(), refused.refusal(), refused.detail()));
        keep(device, refused, publish.payload(), outcome -> publish.answer(answer(device, refused, outcome)));
    }

    /**
     * What a client hears of a refusal once it is known what became of its evidence. Where the device's share is used up the
     * pack is refused all the same: a client of 3.1.1 that isn't acknowledged sends it again for ever, and nothing behind it.
     */
    private Answer answer(DeviceId device, Decision.Refused refused, Quarantine.Outcome outcome) {
        return switch (outcome) {
            case Quarantine.Outcome.Kept _ -> {
                if (unkept.isKeptAgain(device)) {
                    rules.conditions().over(AlertRule.NOT_STORED, device);
                }
                yield refused.refusal().answer();
            }
            case Quarantine.Outcome.NoRoom(boolean first) -> {
                if (first) {
                    tally.happened(new GatewayEvent.Failed(
                            new SpoolFault(SpoolCode.QUARANTINE_FULL, Map.of("device", device), null)));
                }
                if (refused.refusal().isOfSigned()) {
                    hindered(AlertRule.NOT_STORED, device);
                }
                yield refused.refusal().answer();
            }
            case Quarantine.Outcome.Lost(Fault fault) -> {
                tally.happened(new GatewayEvent.Failed(fault));
                unkept.lost(device);
                hindered(AlertRule.NOT_STORED, device);
                yield Answer.unavailable();
            }
        };
    }

    private void keep(DeviceId device, Decision.Refused refused, byte[] payload, Consumer<Quarantine.Outcome> told) {
        QuarantineEntry entry = new QuarantineEntry(
                device,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                refused.refusal(),
                refused.detail(),
                Bytes.of(payload));
        unkept.begun(device, entry.time());
        stores.quarantine().add(entry, outcome -> {
            unkept.ended(device, clock.instant());
            told.accept(outcome);
        });
    }

    /** Who waits for a pack to become durable. */
    private sealed interface Asker {
        /** What the rules are to look at. */
        default List<Reading> judged(List<Reading> readings) {
            return readings;
        }

        /** It is. For the spool's writer thread. */
        void durable(Answers answers);

        /** It could not be written. */
        void failed();
    }

    private record Client(Publish publish) implements Asker {
        @Override
        public void durable(Answers answers) {
            answers.add(publish, Answer.accepted());
        }

        @Override
        public void failed() {
            publish.answer(Answer.unavailable());
        }
    }

    private record Operator(CompletableFuture<Replayed> told, Instant came) implements Asker {
        /** A time that was in the future when it came tells no present; that was judged then. */
        @Override
        public List<Reading> judged(List<Reading> readings) {
            return readings.stream().filter(each -> !each.time().isAfter(came)).toList();
        }

        @Override
        public void durable(Answers answers) {
            told.completeAsync(Replayed.Accepted::new);
        }

        @Override
        public void failed() {
            told.completeAsync(Replayed.NotNow::new);
        }
    }

    /** A pack between its append and its force. */
    private final class Waiting implements Stored {
        private final Asker asker;
        private final Admitted admitted;
        private final Ticket ticket;

        Waiting(Asker asker, Admitted admitted, Ticket ticket) {
            this.asker = asker;
            this.admitted = admitted;
            this.ticket = ticket;
        }

        @Override
        public void durable() {
            DeviceId device = admitted.pack().device();
            unspooled.ended(device, clock.instant());
            admission.settle(device, ticket, true);
            rules.conditions().over(AlertRule.NOT_STORED, device);
            asker.durable(answers);
            admitted.gap().ifPresent(gap -> outlet.sendDown(device, Downlink.gap(gap)));
            tally.happened(new GatewayEvent.Accepted(
                    device,
                    admitted.pack().sequence(),
                    admitted.pack().readings().size(),
                    admitted.gap()));
        }

        @Override
        public void failed(JournalFault fault) {
            DeviceId device = admitted.pack().device();
            unspooled.ended(device, clock.instant());
            admission.settle(device, ticket, false);
            asker.failed();
            tally.happened(new GatewayEvent.Failed(fault));
            hindered(AlertRule.NOT_STORED, device);
        }
    }
}
