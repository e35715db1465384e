package org.vitaledger.edge;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.edge.admit.Admission;
import org.vitaledger.edge.admit.ClockFault;
import org.vitaledger.edge.admit.StoredPacks;
import org.vitaledger.edge.drain.Drain;
import org.vitaledger.edge.drain.DrainListener;
import org.vitaledger.edge.mqtt.Answers;
import org.vitaledger.edge.mqtt.MqttEndpoint;
import org.vitaledger.edge.normal.Normaliser;
import org.vitaledger.edge.quarantine.Quarantine;
import org.vitaledger.edge.rules.Alert;
import org.vitaledger.edge.rules.BedsideRules;
import org.vitaledger.edge.spool.Spool;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.edge.spool.WaitingPacks;
import org.vitaledger.journal.Descriptors;
import org.vitaledger.journal.JournalFault;
import org.vitaledger.journal.RecordCipher;
import org.vitaledger.ledger.Receipt;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.SealedBatch;

/**
 * A running gateway: listens to devices, acknowledges what is durable, raises alerts, and commits to vault and ledger.
 * When they fail it goes on to accept until its spool is full; then it acknowledges nothing, so that devices keep their
 * packs and send them again, and still raises alerts. Safe for any thread.
 */
public final class Gateway implements AutoCloseable {
    private final Intake intake;
    private final Intake.Stores stores;
    private final Intake.Way way;
    private final MqttEndpoint endpoint;
    private final Drain drain;
    private final AlertClock alertClock;

    private Gateway(Intake intake, Intake.Stores stores, Intake.Way way, MqttEndpoint endpoint, Workers workers) {
        this.intake = intake;
        this.stores = stores;
        this.way = way;
        this.endpoint = endpoint;
        this.drain = workers.drain;
        this.alertClock = workers.alertClock;
    }

    /** What runs on threads of its own. */
    private record Workers(Drain drain, AlertClock alertClock) {}

    /**
     * Starts a gateway, with what an earlier run left in its directory.
     *
     * @throws SpoolFault if its files do not open under the key, or do not go with the vault
     * @throws JournalFault if its files cannot be read or written, or another process has them
     * @throws org.vitaledger.edge.mqtt.ListenFault if it cannot listen
     */
    public static Gateway start(GatewayConfig config, GatewayPorts ports, GatewayListener listener) {
        Tally tally = new Tally(listener);
        WaitingPacks waiting = new WaitingPacks();
        StoredPacks stored = new SpoolAndVault(waiting, ports.vault(), tally);
        Admission admission = new Admission(
                new Admission.Parts(
                        ports.ledger(), ports.signatures(), Normaliser.load(), stored, ports.clock(), ports.steady()),
                config.tuning().rules());
        Intake.Way way = new Intake.Way(admission, BedsideRules.load(), tally, ports.clock());
        Answers answers = new Answers();
        Outlet outlet = new Outlet();
        WindowFile windows = new WindowFile(config.directory(), admission);
        Spool spool = Spool.open(
                config.directory().resolve("spool"),
                cipher(config, "spool"),
                config.tuning().spool(),
                new Spool.Hooks(answers::send, windows::save, waiting));
        Optional<Quarantine> quarantine = Optional.empty();
        try {
            windows.load(spool);
            spool.sealedTo(sealedTo(config, ports));
            quarantine = Optional.of(Quarantine.open(
                    config.directory().resolve("quarantine"),
                    new Quarantine.Setup(
                            cipher(config, "quarantine"),
                            config.tuning().quarantine(),
                            ports.clock(),
                            config.tuning().spool().disk())));
            Intake.Stores stores = new Intake.Stores(spool, quarantine.get());
            Intake intake = new Intake(way, stores, answers, outlet);
            MqttEndpoint endpoint = MqttEndpoint.start(
                    config.listeners(),
                    config.tuning()
                            .limits()
                            .fitting(
                                    Descriptors.ofThisProcess(),
                                    fault -> way.tally().happened(new GatewayEvent.Failed(fault))),
                    ports.credentials(),
                    intake);
            outlet.connect(endpoint);
            Drain drain = drain(config, ports, spool, way.tally());
            Workers workers = new Workers(drain, AlertClock.start(intake::lookAtTheClock));
            return new Gateway(intake, stores, way, endpoint, workers);
        } catch (Fault e) {
            quarantine.ifPresent(Quarantine::close);
            spool.close();
            throw e;
        }
    }

    /** The addresses that are listened on, in the order of the listeners. */
    public List<InetSocketAddress> addresses() {
        return endpoint.addresses();
    }

    /** What happened so far. */
    public GatewayStats stats() {
        Tally tally = way.tally();
        return new GatewayStats(
                tally.accepted(),
                tally.committed(),
                tally.refused(),
                stores.spool().backlogBytes(),
                stores.quarantine().stats(),
                endpoint.stats());
    }

    /**
     * What was refused and not accepted since, newest first, at most {@code limit}, with what {@link #replay} takes.
     *
     * @throws SpoolFault if an entry does not open under the key
     */
    public List<Quarantine.Kept> quarantined(int limit) {
        return stores.quarantine().newest(limit, entry -> !way.admission().isStored(entry.payload()));
    }

    /**
     * Takes something in again that is in quarantine, with the same checks as if its device had sent it now.
     *
     * @return what became of it; empty if there is nothing with that id, or nothing any more
     * @throws SpoolFault if the entry does not open under the key
     */
    public Optional<CompletableFuture<Replayed>> replay(long id) {
        return stores.quarantine().find(id).map(intake::replay);
    }

    /** The last alert of each rule that is still met, marked if nothing newer comes. */
    public List<Alert> openAlerts() {
        return way.rules().open(way.clock().instant());
    }

    /** Whether an alert, as it was raised, is one of those that are open. */
    public boolean isOpen(Alert raised) {
        return way.rules().isOpen(raised, way.clock().instant());
    }

    /** Those of one patient. */
    public List<Alert> openAlerts(PatientHandle patient) {
        return way.rules().open(patient, way.clock().instant());
    }

    /**
     * Whether this gateway's clock is wrong: behind those of most devices or far ahead of them, so that they are told to come
     * again, or ahead of them for minutes by less, so that what they send looks late and is taken all the same.
     */
    public boolean clockSuspected() {
        return way.admission().clockSuspected();
    }

    /** What stopped the commits for good, if anything did. */
    public Optional<Fault> stopped() {
        return drain.stopped();
    }

    /** Why a part of the gateway can't do its work, by the names of the parts; empty for one that can. */
    public Map<String, Optional<? extends Fault>> faults() {
        return Map.of(
                "spool", either(stores.spool().fault(), intake.spoolHangs()),
                "quarantine", either(stores.quarantine().fault(), intake.quarantineHangs()),
                "drain", stopped(),
                "alerts", alertClock.fault(),
                "clock", clockFault());
    }

    private Optional<Fault> clockFault() {
        if (clockSuspected()) {
            return Optional.of(new ClockFault());
        }
        return way.admission().ledgerIsAhead() ? Optional.of(ClockFault.ofLedger()) : Optional.empty();
    }

    private static Optional<? extends Fault> either(Optional<? extends Fault> first, Optional<Fault> second) {
        return first.isPresent() ? first : second;
    }

    /**
     * Stops listening, acknowledges what is being written, finishes the batch at hand, and lets go of the files. What is
     * accepted and not yet committed waits in the spool for the next start.
     */
    @Override
    public void close() {
        alertClock.close();
        endpoint.close();
        drain.close();
        stores.spool().close();
        stores.quarantine().close();
    }

    private static RecordCipher cipher(GatewayConfig config, String purpose) {
        return new RecordCipher(config.key(), purpose, new SecureRandom());
    }

    /** Up to where the vault holds the spool's packs. */
    private static long sealedTo(GatewayConfig config, GatewayPorts ports) {
        Catalogue catalogue = ports.vault().catalogue();
        return catalogue
                .batch(config.id(), catalogue.lastBatch(config.id()))
                .map(SealedBatch::origin)
                .orElse(0L);
    }

    private static Drain drain(GatewayConfig config, GatewayPorts ports, Spool spool, Tally tally) {
        DrainListener listener = new DrainListener() {
            @Override
            public void committed(SealedBatch batch, Receipt receipt) {
                tally.happened(new GatewayEvent.Committed(batch, receipt));
            }

            @Override
            public void failed(Fault fault) {
                tally.happened(new GatewayEvent.Failed(fault));
            }
        };
        return Drain.start(
                new Drain.Parts(config.id(), spool, ports.vault(), ports.ledger(), listener),
                config.tuning().drain());
    }
}
