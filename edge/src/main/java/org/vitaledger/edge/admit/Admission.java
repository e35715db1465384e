package org.vitaledger.edge.admit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.Sequences.Gap;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.device.pack.PackRejected;
import org.vitaledger.device.pack.SignedPack;
import org.vitaledger.edge.admit.Decision.Admitted;
import org.vitaledger.edge.admit.Decision.Refused;
import org.vitaledger.edge.normal.Normalised;
import org.vitaledger.edge.normal.Normaliser;
import org.vitaledger.edge.normal.NormaliserInput;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;
import org.vitaledger.vault.Batch;

/**
 * Decides about packs. Safe for any thread; packs of one device are decided one after the other, those of different
 * devices at once.
 */
public final class Admission {
    private final Parts parts;
    private final AdmissionRules rules;
    private final Clocks clocks;
    private final ConcurrentHashMap<DeviceId, KnownDevice> devices = new ConcurrentHashMap<>();

    /**
     * What admission works with.
     *
     * @param ledger its last block is the registry of devices
     * @param signatures checks the devices' signatures
     * @param normaliser turns measurements into readings
     * @param stored knows the packs that are durable, however old
     * @param clock the gateway's time
     * @param steady the same as long as nobody sets that, see {@link SteadyClock}
     */
    public record Parts(
            Ledger ledger,
            Signatures signatures,
            Normaliser normaliser,
            StoredPacks stored,
            InstantSource clock,
            InstantSource steady) {}

    /** Admits by {@code rules}; knows no packs yet. */
    public Admission(Parts parts, AdmissionRules rules) {
        this.parts = parts;
        this.rules = rules;
        this.clocks = new Clocks(rules, parts.clock(), parts.steady());
    }

    /**
     * Decides about a pack. A new one is handed to {@code store} before any later one of its device.
     *
     * @param client the device that the connection was authenticated as
     * @param payload the bytes of the pack; kept, not copied
     * @param came when it came, if that was before: then times are judged as they were then, for a time that was in the
     *     future is not true because it has passed, and what came before the device was bound was measured before
     * @param store takes the pack and its ticket, which it must give to {@link #settle} once; false, or an exception, if it
     *     takes nothing
     */
    public Decision decide(
            DeviceId client, byte[] payload, Optional<Instant> came, BiPredicate<Admitted, Ticket> store) {
        SignedPack pack;
        try {
            pack = SignedPack.parse(payload);
        } catch (PackRejected e) {
            return new Refused(0, AdmissionRefusal.NOT_A_PACK, detail(e));
        }
        if (!pack.device().equals(client)) {
            return Refused.of(pack, AdmissionRefusal.PACK_OF_ANOTHER);
        }
        Snapshot snapshot = parts.ledger().snapshot();
        if (!devices.containsKey(client) && snapshot.state().device(client).isEmpty()) {
            // Nothing is kept for devices that are not on the ledger.
            return Refused.of(pack, AdmissionRefusal.UNKNOWN_DEVICE);
        }
        KnownDevice device = known(client);
        synchronized (device) {
            if (!refresh(device, client, snapshot)) {
                return Refused.of(pack, AdmissionRefusal.UNKNOWN_DEVICE);
            }
            device.forgetLost();
            return decide(device, pack, came, store);
        }
    }

    /** Says what became of a pack that a store took. */
    public void settle(DeviceId client, Ticket ticket, boolean durable) {
        known(client).settled(ticket, durable);
        ticket.settle(durable);
    }

    /** The patient who wears a device, if there is one whose key was not destroyed. */
    public Optional<PatientHandle> wearer(DeviceId id) {
        State state = parts.ledger().snapshot().state();
        return state.device(id)
                .flatMap(Device::patient)
                .filter(patient -> state.erasures(patient).isEmpty());
    }

    /** Whether a pack is durable; what is no pack is not. */
    public boolean isStored(Bytes payload) {
        try {
            SignedPack pack = SignedPack.parse(payload.toArray());
            return parts.stored().find(pack.device(), pack.sequence(), pack.hash()) == StoredPacks.Answer.STORED;
        } catch (PackRejected e) {
            return false;
        }
    }

    /** Whether the gateway's own clock is wrong: most devices are ahead of it, far behind, or steadily late. */
    public boolean clockSuspected() {
        return clocks.suspected();
    }

    /** Whether most devices are steadily late by the gateway's clock; true once each time that this begins. */
    public boolean clockFastNewly() {
        return clocks.fastNewly();
    }

    /** Whether the ledger's last block lies in the future: its time was told by a clock that was ahead, or ours is behind. */
    public boolean ledgerIsAhead() {
        return clocks.isAhead(parts.ledger().snapshot().time());
    }

    /** Takes over a durable pack of an earlier run; packs of a device in their order. */
    public void restore(DeviceId client, long sequence, Hash hash) {
        restore(client, SequenceWindows.remembered(sequence, hash));
    }

    void restore(DeviceId client, SequenceWindow.Remembered pack) {
        KnownDevice device = known(client);
        synchronized (device) {
            // What the ledger has comes first, for what lies between the packs is not open if it is committed.
            refresh(device, client, parts.ledger().snapshot());
            device.restored(pack);
        }
    }

    /** What is to be known again after a restart: the last durable packs of all devices. */
    public byte[] remembered() {
        SequenceWindows.Writer out = new SequenceWindows.Writer();
        devices.forEach((id, device) -> {
            synchronized (device) {
                out.add(id, device.durable());
            }
        });
        return out.toArray();
    }

    /**
     * Takes over what {@link #remembered} gave in an earlier run.
     *
     * @throws org.vitaledger.edge.spool.SpoolFault if it is not that
     */
    public void restore(byte[] remembered) {
        SequenceWindows.read(remembered, this::restore);
    }

    private KnownDevice known(DeviceId id) {
        return devices.computeIfAbsent(id, key -> new KnownDevice(rules.remembered()));
    }

    private boolean refresh(KnownDevice device, DeviceId id, Snapshot snapshot) {
        if (device.isCurrent(snapshot.height())) {
            return true;
        }
        State state = snapshot.state();
        Optional<Device> entry = state.device(id);
        entry.ifPresent(found -> device.update(
                found,
                found.patient()
                        .map(patient -> !state.erasures(patient).isEmpty())
                        .orElse(false),
                snapshot,
                parts.ledger().member(),
                clocks.time()));
        return entry.isPresent();
    }

    private Decision decide(
            KnownDevice device, SignedPack pack, Optional<Instant> came, BiPredicate<Admitted, Ticket> store) {
        if (device.foreign()) {
            return Refused.of(pack, AdmissionRefusal.FOREIGN_DEVICE);
        }
        if (device.entry().status() == Device.Status.REVOKED) {
            return Refused.of(pack, AdmissionRefusal.DEVICE_REVOKED);
        }
        Hash hash = pack.hash();
        SequenceWindow.Finding finding = device.window().find(pack.sequence(), hash);
        if (finding == SequenceWindow.Finding.REPEATED) {
            // The same bytes, so the same signature.
            return new Decision.Repeated(device.pending(pack.sequence()));
        }
        if (!pack.verify(device.verifier(parts.signatures()))) {
            return Refused.of(pack, AdmissionRefusal.BAD_SIGNATURE);
        }
        if (came.isEmpty()) {
            clocks.came(device);
        }
        if (finding == SequenceWindow.Finding.REPLAYED) {
            return replayed(device, pack, came);
        }
        if (finding == SequenceWindow.Finding.FORGOTTEN) {
            return forgotten(device, pack, hash, came);
        }
        if (device.entry().patient().isEmpty()) {
            learn(device, pack, came);
            return Refused.of(pack, AdmissionRefusal.DEVICE_UNBOUND);
        }
        if (device.erased()) {
            return Refused.of(pack, AdmissionRefusal.PATIENT_ERASED);
        }
        return normalise(device, pack, hash, came, store);
    }

    /** What is refused tells of the device's clock, too, if it has just come. */
    private void learn(KnownDevice device, SignedPack pack, Optional<Instant> came) {
        if (came.isEmpty()) {
            clocks.learn(device, pack.sequence(), pack.measurementsOfTheProfile());
        }
    }

    private static boolean isWorn(KnownDevice device) {
        return device.entry().patient().isPresent() && !device.erased();
    }

    /** A counter that began anew must not silence the device; what is really replayed has old times. */
    private Decision replayed(KnownDevice device, SignedPack pack, Optional<Instant> came) {
        learn(device, pack, came);
        return isWorn(device)
                ? refused(device, pack, AdmissionRefusal.REPLAYED_SEQUENCE, "")
                : Refused.of(pack, AdmissionRefusal.REPLAYED_SEQUENCE);
    }

    /** The window doesn't remember the number, so what is stored decides. */
    private Decision forgotten(KnownDevice device, SignedPack pack, Hash hash, Optional<Instant> came) {
        // Asked first: what becomes durable afterwards is found below, or is on its way and decided about later.
        boolean underWay = device.pending(pack.sequence()).isPresent();
        StoredPacks.Answer answer = parts.stored().find(pack.device(), pack.sequence(), hash);
        if (answer == StoredPacks.Answer.STORED) {
            return new Decision.Repeated(Optional.empty());
        }
        if (answer == StoredPacks.Answer.UNKNOWN || underWay) {
            return new Decision.Deferred(isWorn(device) ? understood(device, pack) : List.of());
        }
        return replayed(device, pack, came);
    }

    private Decision normalise(
            KnownDevice device,
            SignedPack pack,
            Hash hash,
            Optional<Instant> came,
            BiPredicate<Admitted, Ticket> store) {
        PatientHandle patient = device.entry().patient().orElseThrow();
        List<Measurement> measurements;
        try {
            measurements = pack.measurements();
        } catch (PackRejected e) {
            learn(device, pack, came);
            return refused(device, pack, AdmissionRefusal.BAD_CONTENT, detail(e));
        }
        Optional<Decision> wrong = came.isPresent()
                ? clocks.judgeThen(device, measurements, came.get()).map(refusal -> refused(device, pack, refusal, ""))
                : clocks.judge(device, pack.sequence(), measurements).map(off -> wrongClock(device, pack, off));
        if (wrong.isPresent()) {
            return wrong.get();
        }
        boolean cameBefore = came.isPresent() && !clocks.isSince(device, came.get());
        if (cameBefore || !clocks.areTaken(device, pack.sequence(), measurements, came)) {
            // Whose those are is not known here; they must not become the present patient's.
            return refused(device, pack, AdmissionRefusal.MEASURED_BEFORE_BINDING, "");
        }
        return switch (parts.normaliser().normalise(input(device, pack, measurements))) {
            case Normalised.Rejected rejected ->
                new Refused(
                        pack.sequence(),
                        refusal(rejected.reason()),
                        "measurement " + rejected.index(),
                        rejected.understood());
            case Normalised.Accepted accepted ->
                admit(
                        device,
                        new Batch.Pack(pack.device(), pack.sequence(), patient, accepted.readings(), pack.encoded()),
                        hash,
                        store);
        };
    }

    private static Decision admit(KnownDevice device, Batch.Pack pack, Hash hash, BiPredicate<Admitted, Ticket> store) {
        long last = device.window().last();
        Optional<Gap> gap =
                pack.sequence() - 1 > last ? Optional.of(new Gap(last + 1, pack.sequence() - 1)) : Optional.empty();
        Admitted admitted = new Admitted(pack, gap);
        Ticket ticket = new Ticket(pack.sequence());
        device.admitted(ticket);
        boolean stored = false;
        try {
            stored = store.test(admitted, ticket);
        } finally {
            if (!stored) {
                device.withdraw(ticket);
            }
        }
        if (!stored) {
            return new Decision.Deferred(List.of());
        }
        device.window().remember(pack.sequence(), hash);
        return admitted;
    }

    private Decision wrongClock(KnownDevice device, SignedPack pack, Clocks.Off off) {
        return switch (off.finding()) {
            case DEVICE -> refused(device, pack, off.refusal(), "");
            case GATEWAY_NEWLY -> new Decision.Untimed(true, understood(device, pack));
            case GATEWAY -> new Decision.Untimed(false, understood(device, pack));
        };
    }

    private Refused refused(KnownDevice device, SignedPack pack, AdmissionRefusal refusal, String detail) {
        return new Refused(pack.sequence(), refusal, detail, understood(device, pack));
    }

    /** What the rules may look at of a pack that is refused: what is understood and the present patient's. */
    private List<Reading> understood(KnownDevice device, SignedPack pack) {
        List<Measurement> measurements = pack.measurementsOfTheProfile();
        return understood(parts.normaliser().normalise(input(device, pack, measurements))).stream()
                .filter(each -> clocks.isJudged(
                        device, pack.sequence(), measurements.get(each.id().index())))
                .toList();
    }

    private static List<Reading> understood(Normalised normalised) {
        return switch (normalised) {
            case Normalised.Accepted accepted -> accepted.readings();
            case Normalised.Rejected rejected -> rejected.understood();
        };
    }

    private static NormaliserInput input(KnownDevice device, SignedPack pack, List<Measurement> measurements) {
        PatientHandle patient = device.entry().patient().orElseThrow();
        return new NormaliserInput(pack.device(), pack.sequence(), patient, measurements, pack.hash());
    }

    private static AdmissionRefusal refusal(Normalised.Reason reason) {
        return switch (reason) {
            case UNKNOWN_CODE -> AdmissionRefusal.UNKNOWN_CODE;
            case IMPOSSIBLE_UNIT -> AdmissionRefusal.IMPOSSIBLE_UNIT;
            case IMPLAUSIBLE_VALUE -> AdmissionRefusal.IMPLAUSIBLE_VALUE;
        };
    }

    private static String detail(PackRejected rejected) {
        return rejected.detail().isEmpty() ? rejected.reason().name() : rejected.reason() + " " + rejected.detail();
    }
}
