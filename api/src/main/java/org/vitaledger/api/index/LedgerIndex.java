package org.vitaledger.api.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.store.KeyValues;

/**
 * Follows the ledger and remembers what can't be looked up in its state by key. A moment behind the ledger, so it only
 * proposes; decisions are made on the ledger's own state. Safe for any thread.
 */
public final class LedgerIndex implements AutoCloseable {
    private static final int LATEST_BLOCKS = 100;
    private static final int APPLIED = 0;

    /** An index that was level with the ledger may be behind for so long before that is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Ledger ledger;
    private final KeyValues values;
    private final LogPlaces places;
    private final Deque<BlockSummary> latest = new ArrayDeque<>();
    private long height;
    private long lastMove = System.nanoTime();
    private boolean caughtUp;
    private @Nullable ApiFault broken;
    private Ledger.@Nullable Following following;

    private LedgerIndex(Ledger ledger, KeyValues values, long height) {
        this.ledger = ledger;
        this.values = values;
        this.places = new LogPlaces(values);
        this.height = height;
    }

    /**
     * Goes on where the index in {@code directory} ends, which is made if absent or of another log; {@link #awaitHeight}
     * tells when it has caught up.
     *
     * @throws org.vitaledger.ledger.SubmitFault of kind STORE if the disk refuses
     */
    public static LedgerIndex follow(Ledger ledger, Path directory) {
        KeyValues values = KeyValues.open(directory);
        try {
            Optional<IndexMark> mark = IndexMark.of(values);
            if (mark.isPresent() && !mark.get().isOf(ledger)) {
                mark = Optional.empty();
                values = values.emptied();
            }
            LedgerIndex index =
                    new LedgerIndex(ledger, values, mark.map(IndexMark::height).orElse(0L));
            // The last blocks once more, for they are shown.
            index.following = ledger.follow(Math.max(1, index.height - LATEST_BLOCKS + 1), index::take);
            return index;
        } catch (RuntimeException e) {
            values.close();
            throw e;
        }
    }

    /** Why searches may miss what is on the ledger: the index does not get on; empty if it keeps up. */
    public Optional<Fault> fault() {
        long newest = ledger.snapshot().height();
        synchronized (this) {
            if (broken != null) {
                return Optional.of(broken);
            }
            boolean stands = System.nanoTime() - lastMove > PATIENCE.toNanos();
            caughtUp |= height >= newest;
            return height >= newest || (caughtUp && !stands)
                    ? Optional.empty()
                    : Optional.of(
                            new ApiFault(ApiFaultCode.INDEX_BEHIND, Map.of("height", height, "newest", newest), null));
        }
    }

    private void take(Block block) {
        try {
            add(block);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                broken = new ApiFault(ApiFaultCode.INDEX_BROKEN, Map.of("block", block.height()), e);
            }
            throw e;
        }
    }

    /** Waits until the block of that height is in the index; false if that did not come within {@code timeout}. */
    public synchronized boolean awaitHeight(long wanted, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        while (height < wanted) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Whether a patient stands on the ledger: as a principal, under a device or in a consent. */
    public boolean knows(PatientHandle patient) {
        return places.knows(patient);
    }

    /** All patients on the ledger, in order. */
    public List<PatientHandle> patients() {
        return places.patients();
    }

    /** The patients with a consent, of whatever state, that names a principal or its institution; in order. */
    public List<PatientHandle> patientsNaming(Principal principal) {
        Set<PatientHandle> named = new TreeSet<>(places.patientsNaming(new Grantee.OnePrincipal(principal.id())));
        named.addAll(places.patientsNaming(new Grantee.WholeMember(principal.member())));
        return List.copyOf(named);
    }

    /** All devices, revoked ones included, in order. */
    public List<DeviceId> devices() {
        return places.devices();
    }

    /** All principals, withdrawn ones included, in order. */
    public List<PrincipalId> principals() {
        return places.principals();
    }

    /** The index of the log entry that anchored a batch. */
    public OptionalLong anchorOf(GatewayId gateway, long number) {
        return places.anchorOf(gateway, number);
    }

    /** The index of the log entry that registered a device. */
    public OptionalLong enrolmentOf(DeviceId device) {
        return places.enrolmentOf(device);
    }

    /** The index of the log entry that made a version of a consent; versions count from 1. */
    public OptionalLong consentOf(ConsentId consent, int version) {
        return places.consentOf(consent, version);
    }

    /** The newest blocks, newest first. */
    public synchronized List<BlockSummary> latestBlocks() {
        return new ArrayList<>(latest).reversed();
    }

    @Override
    public void close() {
        Ledger.Following running = following;
        if (running != null) {
            running.close();
        }
        values.close();
    }

    private void add(Block block) {
        Map<String, Integer> commands = new TreeMap<>();
        int refused = 0;
        long readings = 0;
        for (Entry.Ordered ordered : block.entries()) {
            commands.merge(ordered.command().getClass().getSimpleName(), 1, Integer::sum);
            if (ordered.outcome() == APPLIED) {
                readings += ordered.command() instanceof Command.Anchor anchor ? anchor.readings() : 0;
            } else if (ordered.outcome() > 1) {
                refused++;
            }
        }
        // Behind the commands stands the closing entry.
        long size = block.firstIndex() + block.entries().size() + 1;
        if (block.height() > height) {
            values.change(false, changes -> keep(block, size, changes));
        }
        synchronized (this) {
            latest.addLast(new BlockSummary(block.height(), block.time(), size, commands, refused, readings));
            if (latest.size() > LATEST_BLOCKS) {
                latest.removeFirst();
            }
            height = Math.max(height, block.height());
            lastMove = System.nanoTime();
            notifyAll();
        }
    }

    private void keep(Block block, long size, KeyValues.Changes changes) {
        LogPlaces.Adding adding = places.new Adding(changes);
        long entry = block.firstIndex();
        for (Entry.Ordered ordered : block.entries()) {
            if (ordered.outcome() == APPLIED) {
                adding.add(ordered, entry);
            }
            entry++;
        }
        Hash last = Hash.sha256(ledger.log().entry(size - 1));
        changes.put(IndexKeys.MARK, new IndexMark(block.height(), size, last).encode());
    }
}
