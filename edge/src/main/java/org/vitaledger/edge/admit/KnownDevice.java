package org.vitaledger.edge.admit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.cose.Sign1Verifier;
import org.vitaledger.core.sign.Signatures;
import org.vitaledger.core.value.Device;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Snapshot;

/** What a gateway knows of one device. Every method but {@link #settled} needs the device's lock. */
final class KnownDevice {
    private final SequenceWindow window;
    private final ClockWatch.Seen seenAhead = new ClockWatch.Seen();
    private final ClockWatch.Seen seenBehind = new ClockWatch.Seen();
    private final ClockWatch.Seen seenLate = new ClockWatch.Seen();
    private final DeviceClock clock = new DeviceClock();
    /** Admitted, and perhaps not durable yet; as they were admitted, which is how they become durable. */
    private final ArrayDeque<Ticket> pending = new ArrayDeque<>();

    /** Admitted, and lost by the store. */
    private final ConcurrentLinkedQueue<Ticket> lost = new ConcurrentLinkedQueue<>();

    private @Nullable Device entry;
    private @Nullable Sign1Verifier verifier;
    private BoundSince boundSince = new BoundSince();
    private long height = -1;
    private boolean erased;
    private boolean foreign;

    KnownDevice(int remembered) {
        this.window = new SequenceWindow(remembered);
    }

    SequenceWindow window() {
        return window;
    }

    ClockWatch.Seen seenAhead() {
        return seenAhead;
    }

    ClockWatch.Seen seenBehind() {
        return seenBehind;
    }

    ClockWatch.Seen seenLate() {
        return seenLate;
    }

    DeviceClock clock() {
        return clock;
    }

    /** Whether the registry was read at this height or a later one. */
    boolean isCurrent(long ledgerHeight) {
        return height >= ledgerHeight && entry != null;
    }

    /**
     * Takes over what the registry says at a height, seen by a member.
     *
     * @param time what the gateway's clocks say
     */
    void update(Device device, boolean patientErased, Snapshot snapshot, MemberId member, GatewayTime time) {
        if (entry == null
                || !entry.patient().equals(device.patient())
                || !entry.boundSince().equals(device.boundSince())) {
            Instant former = entry == null ? Instant.MIN : clock.heard();
            boundSince = new BoundSince(device, former, time);
        }
        entry = device;
        erased = patientErased;
        foreign = !device.member().equals(member);
        height = snapshot.height();
        window.meet(device.anchored());
    }

    Device entry() {
        if (entry == null) {
            throw new IllegalStateException("the registry is read first");
        }
        return entry;
    }

    BoundSince boundSince() {
        return boundSince;
    }

    boolean erased() {
        return erased;
    }

    boolean foreign() {
        return foreign;
    }

    Sign1Verifier verifier(Signatures signatures) {
        Sign1Verifier known = verifier;
        if (known == null || !known.key().equals(entry().key())) {
            known = new Sign1Verifier(entry().key(), signatures);
            verifier = known;
        }
        return known;
    }

    void admitted(Ticket ticket) {
        while (!pending.isEmpty() && pending.element().isDurable()) {
            pending.remove();
        }
        pending.add(ticket);
    }

    /** The store did not take the newest one. */
    void withdraw(Ticket ticket) {
        pending.removeLastOccurrence(ticket);
    }

    /** For any thread. */
    void settled(Ticket ticket, boolean isDurable) {
        if (!isDurable) {
            lost.add(ticket);
        }
    }

    /** Makes packs that the store lost new again: they were not acknowledged, and the device sends them again. */
    void forgetLost() {
        for (Ticket ticket = lost.poll(); ticket != null; ticket = lost.poll()) {
            pending.remove(ticket);
            window.forget(ticket.sequence());
        }
    }

    void restored(SequenceWindow.Remembered pack) {
        window.restore(pack);
    }

    /** The ticket of a pack that may not be durable yet; empty if it is. */
    Optional<Ticket> pending(long sequence) {
        return pending.stream()
                .filter(ticket -> ticket.sequence() == sequence && !ticket.isDurable())
                .findFirst();
    }

    /** What would outlive a crash now. */
    List<SequenceWindow.Remembered> durable() {
        Set<Long> perhapsNot = pending.stream()
                .filter(ticket -> !ticket.isDurable())
                .map(Ticket::sequence)
                .collect(Collectors.toSet());
        return window.remembered().stream()
                .filter(pack -> !perhapsNot.contains(pack.sequence()))
                .toList();
    }
}
