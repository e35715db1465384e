package org.vitaledger.api.index;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.ledger.Block;
import org.vitaledger.ledger.Ledger;

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
    private final MemberId member;
    private final Set<PatientHandle> patients = new TreeSet<>();
    private final Set<DeviceId> devices = new TreeSet<>();
    private final Set<PrincipalId> principals = new TreeSet<>();
    private final Map<Grantee, Set<PatientHandle>> patientsByGrantee = new HashMap<>();
    private final LogPlaces places = new LogPlaces();
    private final Deque<BlockSummary> latest = new ArrayDeque<>();
    private long height;
    private long lastMove = System.nanoTime();
    private boolean caughtUp;
    private @Nullable ApiFault broken;
    private Ledger.@Nullable Following following;

    private LedgerIndex(Ledger ledger) {
        this.ledger = ledger;
        this.member = ledger.member();
    }

    /** Begins to follow at the first block; {@link #awaitHeight} tells when it has caught up. */
    public static LedgerIndex follow(Ledger ledger) {
        LedgerIndex index = new LedgerIndex(ledger);
        index.following = ledger.follow(1, index::take);
        return index;
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
    public synchronized boolean knows(PatientHandle patient) {
        return patients.contains(patient);
    }

    /** All patients on the ledger, in order. */
    public synchronized List<PatientHandle> patients() {
        return List.copyOf(patients);
    }

    /** The patients with a consent, of whatever state, that names a principal or its institution; in order. */
    public synchronized List<PatientHandle> patientsNaming(Principal principal) {
        Set<PatientHandle> named =
                new TreeSet<>(patientsByGrantee.getOrDefault(new Grantee.OnePrincipal(principal.id()), Set.of()));
        named.addAll(patientsByGrantee.getOrDefault(new Grantee.WholeMember(principal.member()), Set.of()));
        return List.copyOf(named);
    }

    /** All devices, revoked ones included, in order. */
    public synchronized List<DeviceId> devices() {
        return List.copyOf(devices);
    }

    /** All principals, withdrawn ones included, in order. */
    public synchronized List<PrincipalId> principals() {
        return List.copyOf(principals);
    }

    /** The index of the log entry that anchored a batch. */
    public synchronized OptionalLong anchorOf(GatewayId gateway, long number) {
        return places.anchorOf(gateway, number);
    }

    /** The index of the log entry that registered a device. */
    public synchronized OptionalLong enrolmentOf(DeviceId device) {
        return places.enrolmentOf(device);
    }

    /** The index of the log entry that made a version of a consent; versions count from 1. */
    public synchronized OptionalLong consentOf(ConsentId consent, int version) {
        return places.consentOf(consent, version);
    }

    /** The newest anchored head of this member that covers a patient's audit record. */
    public synchronized Optional<AuditAnchor> auditAnchorOf(PatientHandle patient, long number) {
        return places.auditAnchorOf(patient, number);
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
    }

    private synchronized void add(Block block) {
        Map<String, Integer> commands = new TreeMap<>();
        int refused = 0;
        long readings = 0;
        long entry = block.firstIndex();
        for (Entry.Ordered ordered : block.entries()) {
            commands.merge(ordered.command().getClass().getSimpleName(), 1, Integer::sum);
            if (ordered.outcome() == APPLIED) {
                apply(ordered, entry);
                readings += ordered.command() instanceof Command.Anchor anchor ? anchor.readings() : 0;
            } else if (ordered.outcome() > 1) {
                refused++;
            }
            entry++;
        }
        latest.addLast(new BlockSummary(block.height(), block.time(), entry + 1, commands, refused, readings));
        if (latest.size() > LATEST_BLOCKS) {
            latest.removeFirst();
        }
        height = block.height();
        lastMove = System.nanoTime();
        notifyAll();
    }

    private void apply(Entry.Ordered ordered, long entry) {
        switch (ordered.command()) {
            case Command.PutPrincipal(Principal principal) -> {
                principals.add(principal.id());
                principal.self().ifPresent(patients::add);
            }
            case Command.RegisterDevice registered -> {
                devices.add(registered.device());
                places.enrolment(registered.device(), entry);
            }
            case Command.BindDevice bound -> bound.patient().ifPresent(patients::add);
            case Command.PutConsent given -> {
                PatientHandle patient = given.consent().patient();
                places.consent(given.consent().id(), entry);
                patients.add(patient);
                patientsByGrantee
                        .computeIfAbsent(given.consent().terms().grantee(), key -> new TreeSet<>())
                        .add(patient);
            }
            case Command.Anchor anchor -> places.anchor(anchor, entry);
            case Command.AnchorAuditHeads heads -> {
                if (ordered.submitter().equals(member)) {
                    places.auditHeads(heads, entry);
                }
            }
            case Command.RevokeConsent taken -> places.consent(taken.consent(), entry);
            case Command.RevokeDevice _, Command.RecordErasure _ -> {}
            case Command.FoundConsortium _, Command.Propose _, Command.Vote _ -> {}
        }
    }
}
