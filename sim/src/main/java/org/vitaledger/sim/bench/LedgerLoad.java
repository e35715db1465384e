package org.vitaledger.sim.bench;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;

/**
 * What a member submits to its ledger to see how fast that goes: patients change consents that list 100 codes, which makes
 * entries of 1 kB. A consent waits for its receipt before it is changed again. For one thread.
 */
final class LedgerLoad {
    /** Receipts are counted by so much time. */
    static final Duration SLOT = Duration.ofMillis(100);

    /** To wake for each command would take from the members the time that is measured. */
    private static final Duration NAP = Duration.ofMillis(2);

    private static final int CONSENTS_A_PATIENT = 16;
    private static final int CODES = 100;
    private static final int FIRST_CODE = 1_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final InstantSource clock;
    private final Consent.Terms terms;
    private final BlockingQueue<Lane> free = new LinkedBlockingQueue<>();
    private final SecureRandom random = new SecureRandom();
    private final int lanes;

    private record Lane(Consent next, PrincipalId by) {
        Command command() {
            return new Command.PutConsent(next, by);
        }

        Lane after() {
            return new Lane(
                    new Consent(next.id(), next.version() + 1, next.patient(), next.terms(), next.status()), by);
        }
    }

    /**
     * A load.
     *
     * @param start when it begins
     * @param perSecond commands, evenly spread
     * @param warmUp what is due in that time is not counted
     * @param measured what is due in that time is
     */
    record Plan(Instant start, double perSecond, Duration warmUp, Duration measured) {}

    /**
     * What came of it.
     *
     * @param receipts of all commands, those of the warm-up too
     * @param refused receipts that tell no success, and commands that failed
     * @param latency from when a command was due until its receipt, microseconds
     * @param slots receipts in each {@link #SLOT} from the end of the warm-up on, of commands due at any time
     */
    record Report(long receipts, long refused, Histogram latency, long[] slots) {}

    /** Enrols patients, with so many consents together. */
    LedgerLoad(Ledger ledger, InstantSource clock, int consents) {
        this.ledger = ledger;
        this.clock = clock;
        this.lanes = consents;
        Set<String> codes = new TreeSet<>();
        for (int i = 0; i < CODES; i++) {
            codes.add(FIRST_CODE + i + "-" + i % 10);
        }
        Instant start = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        this.terms = new Consent.Terms(
                new Grantee.WholeMember(ledger.member()),
                EnumSet.of(Purpose.TREAT),
                codes,
                start,
                start.plus(365, ChronoUnit.DAYS));
        List<CompletableFuture<Receipt>> enrolled = new ArrayList<>();
        for (int left = consents; left > 0; left -= CONSENTS_A_PATIENT) {
            enrolled.add(enrol(Math.min(left, CONSENTS_A_PATIENT)));
        }
        enrolled.forEach(CompletableFuture::join);
    }

    private CompletableFuture<Receipt> enrol(int consents) {
        PatientHandle patient = new PatientHandle(bytes(PatientHandle.SIZE));
        PrincipalId id = new PrincipalId(bytes(PrincipalId.SIZE));
        for (int i = 0; i < consents; i++) {
            ConsentId consent = new ConsentId(bytes(ConsentId.SIZE));
            free.add(new Lane(new Consent(consent, 1, patient, terms, Consent.Status.ACTIVE), id));
        }
        return ledger.submit(new Command.PutPrincipal(
                new Principal(id, ledger.member(), EnumSet.of(Role.PATIENT), Optional.of(patient), true)));
    }

    private Bytes bytes(int size) {
        byte[] drawn = new byte[size];
        random.nextBytes(drawn);
        return Bytes.of(drawn);
    }

    /** The bytes of the entry that a command becomes. */
    int entryBytes() {
        return new Entry.Ordered(ledger.member(), free.element().command(), 0)
                .encode()
                .size();
    }

    /**
     * Submits as planned, and returns once every receipt came. While all consents wait for receipts it falls behind the
     * plan, and what is not submitted by the end is left out.
     */
    Report run(Plan plan) throws InterruptedException {
        Counters counters = new Counters(plan);
        double nanos = 1e9 / plan.perSecond();
        Instant end = plan.start().plus(plan.warmUp()).plus(plan.measured());
        Instant due = plan.start();
        for (long i = 1; due.isBefore(end) && clock.instant().isBefore(end); i++) {
            awaitUntil(due);
            Lane lane = free.take();
            Instant since = due;
            var _ = ledger.submit(lane.command()).whenComplete((receipt, failure) -> {
                counters.count(since, receipt);
                free.add(lane.after());
            });
            due = plan.start().plusNanos((long) (i * nanos));
        }
        for (int i = 0; i < lanes; i++) {
            counters.idle.add(free.take());
        }
        free.addAll(counters.idle);
        return counters.report();
    }

    private void awaitUntil(Instant due) throws InterruptedException {
        long nanos = Duration.between(clock.instant(), due).toNanos();
        if (nanos > 0) {
            TimeUnit.NANOSECONDS.sleep(Math.max(nanos, NAP.toNanos()));
        }
    }

    private final class Counters {
        private final Instant counted;
        private final AtomicLong receipts = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final Histogram latency = new ConcurrentHistogram(LONGEST.toNanos() / 1000, 3);
        private final AtomicLongArray slots;
        private final BlockingQueue<Lane> idle = new LinkedBlockingQueue<>();

        Counters(Plan plan) {
            this.counted = plan.start().plus(plan.warmUp());
            this.slots = new AtomicLongArray((int) plan.measured().dividedBy(SLOT));
        }

        void count(Instant due, @Nullable Receipt receipt) {
            Instant now = clock.instant();
            receipts.incrementAndGet();
            if (receipt == null || receipt.outcome() instanceof Outcome.Refused) {
                refused.incrementAndGet();
                return;
            }
            if (!due.isBefore(counted)) {
                long micros = Duration.between(due, now).toNanos() / 1000;
                latency.recordValue(Math.clamp(micros, 0, latency.getHighestTrackableValue()));
            }
            long slot = Duration.between(counted, now).toNanos() / SLOT.toNanos();
            if (!now.isBefore(counted) && slot < slots.length()) {
                slots.incrementAndGet((int) slot);
            }
        }

        Report report() {
            long[] all = new long[slots.length()];
            for (int i = 0; i < all.length; i++) {
                all[i] = slots.get(i);
            }
            return new Report(receipts.get(), refused.get(), latency, all);
        }
    }
}
