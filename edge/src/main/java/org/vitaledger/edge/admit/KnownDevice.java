package org.vitaledger.edge.admit;

import java.time.Duration;
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
    /** What lies further ahead of the gateway's clock doesn't agree with it. */
    private static final Duration DOUBT = Duration.ofMinutes(1);

    private final SequenceWindow window;
    private final ClockWatch.Seen seenAhead = new ClockWatch.Seen();
    private final ClockWatch.Seen seenBehind = new ClockWatch.Seen();
    private final FastClockWatch.Newest newest = new FastClockWatch.Newest();
    /** Admitted, and perhaps not durable yet; as they were admitted, which is how they become durable. */
    private final ArrayDeque<Ticket> pending = new ArrayDeque<>();

    /** Admitted, and lost by the store. */
    private final ConcurrentLinkedQueue<Ticket> lost = new ConcurrentLinkedQueue<>();

    private @Nullable Device entry;
    private @Nullable Sign1Verifier verifier;
    private Instant seen = Instant.MAX;
    private boolean impossible;
    /** Whether the gateway saw another binding before this one. */
    private boolean isChange;

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

    FastClockWatch.Newest newest() {
        return newest;
    }

    /** Whether the registry was read at this height or a later one. */
    boolean isCurrent(long ledgerHeight) {
        return height >= ledgerHeight && entry != null;
    }

    /** Takes over what the registry says at a height, seen by a member. */
    void update(Device device, boolean patientErased, Snapshot snapshot, MemberId member) {
        if (entry == null
                || !entry.patient().equals(device.patient())
                || !entry.boundSince().equals(device.boundSince())) {
            seen = Instant.MAX;
            impossible = false;
            isChange = entry != null;
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

    /**
     * Since when the device is its patient's: as the registry says, once that time has come. A block's time never goes back,
     * so it may lie in the future for long after a clock was wrong once; then what counts is when the gateway first knew of
     * the binding, by a clock that was set since.
     *
     * @param now the gateway's time
     * @param ahead how far the gateway's clock may be behind
     * @param isDoubted whether the gateway's clock is suspected to be wrong, so that the registry's time may be right
     */
    Binding binding(Instant now, Duration ahead, boolean isDoubted) {
        Instant told = entry().boundSince();
        if (isDoubted) {
            seen = Instant.MAX;
            impossible = false;
        }
        if (isDoubted || !told.isAfter(now)) {
            return new Binding(told, told, Instant.MAX);
        }
        seen = seen.isAfter(now) ? now : seen;
        impossible |= told.isAfter(now.plus(ahead));
        return impossible
                ? new Binding(seen.plus(ahead), isChange ? seen : Instant.MIN, Instant.MAX)
                : new Binding(told, seen, now.plus(DOUBT));
    }

    /**
     * Whose what a device measures is.
     *
     * @param since from when on it is taken as the present patient's
     * @param judgedSince from when on the rules look at it as the present patient's: sooner, where it is not sure whose clock
     *     is wrong, for an alarm that is told to the wrong one is better than none
     * @param judgedUntil up to when, for what lies ahead of the gateway's clock speaks for the registry's time
     */
    record Binding(Instant since, Instant judgedSince, Instant judgedUntil) {
        boolean isJudged(Instant time) {
            return !time.isBefore(judgedSince) && !time.isAfter(judgedUntil);
        }
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
