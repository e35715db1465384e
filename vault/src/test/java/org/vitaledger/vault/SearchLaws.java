package org.vitaledger.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.Reading;

/** How every vault searches: as a list that is filtered and sorted would. */
public abstract class SearchLaws {
    private static final Comparator<Reading> ORDER = Comparator.comparing(Reading::time)
            .thenComparing(r -> r.id().device())
            .thenComparingLong(r -> r.id().sequence())
            .thenComparingInt(r -> r.id().index());
    private static final int WINDOW = 600_000;

    protected final TestClock clock = new TestClock(World.NOON);
    private final Grants grants = new Grants();
    private final Packs packs = new Packs(7);
    private final SplittableRandom random = new SplittableRandom(11);
    private final List<Reading> model = new ArrayList<>();
    private Vault vault;

    /** Opens an empty vault. */
    protected abstract Vault open();

    @BeforeEach
    void fill() {
        vault = open();
        for (int number = 1; number <= 10; number++) {
            List<Batch.Pack> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Batch.Pack pack = packs.pack(random.nextInt(1, 4), random.nextInt(1, 3), times());
                batch.add(pack);
                model.addAll(pack.readings());
            }
            vault.seal(Packs.batch(number, batch)).join();
        }
    }

    @AfterEach
    void close() {
        vault.close();
    }

    /** Out of order, sometimes equal, sometimes far apart. */
    private List<Instant> times() {
        List<Instant> times = new ArrayList<>();
        int start = random.nextInt(WINDOW);
        int spread = random.nextInt(20) == 0 ? WINDOW : 5_000;
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            times.add(World.NOON.plusSeconds((start + random.nextInt(spread)) / 1000));
        }
        return times;
    }

    private Instant someTime() {
        return World.NOON.plusSeconds(random.nextInt(WINDOW) / 1000);
    }

    private ReadingQuery someQuery() {
        Set<String> codes = new HashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            codes.add(Packs.CODES.get(random.nextInt(Packs.CODES.size())));
        }
        Optional<DeviceId> device =
                random.nextInt(3) == 0 ? Optional.of(World.device(random.nextInt(1, 5))) : Optional.empty();
        ReadingQuery.Span span =
                random.nextBoolean() ? ReadingQuery.Span.ALL : new ReadingQuery.Span(someTime(), someTime());
        ReadingQuery.Page page = new ReadingQuery.Page(random.nextInt(1, 60), random.nextBoolean(), Optional.empty());
        return new ReadingQuery(codes, device, span, page);
    }

    private List<Reading> expected(int patient, Grant grant, ReadingQuery query) {
        return model.stream()
                .filter(r -> r.patient().equals(World.patient(patient)))
                .filter(r -> grant.covers(r.code()))
                .filter(r -> query.codes().isEmpty() || query.codes().contains(r.code()))
                .filter(r -> query.device().map(r.id().device()::equals).orElse(true))
                .filter(r -> !r.time().isBefore(query.span().from())
                        && r.time().isBefore(query.span().to()))
                .sorted(query.page().newestFirst() ? ORDER.reversed() : ORDER)
                .toList();
    }

    private static List<Reading> pageThrough(PatientRecord record, ReadingQuery query) {
        List<Reading> found = new ArrayList<>();
        Optional<ReadingQuery.Cursor> after = Optional.empty();
        do {
            ReadingQuery.Page page =
                    new ReadingQuery.Page(query.page().limit(), query.page().newestFirst(), after);
            ReadingPage answer = record.readings(new ReadingQuery(query.codes(), query.device(), query.span(), page));
            assertThat(answer.readings()).hasSizeLessThanOrEqualTo(page.limit());
            if (answer.next().isPresent()) {
                assertThat(answer.readings()).hasSize(page.limit());
            }
            answer.readings().forEach(opened -> found.add(opened.reading()));
            after = answer.next();
        } while (after.isPresent());
        return found;
    }

    @Test
    void pagesAsASortedListWould() {
        for (int round = 0; round < 300; round++) {
            int patient = random.nextInt(1, 4);
            Grant grant = grants.own(patient, clock.instant());
            ReadingQuery query = someQuery();
            assertThat(pageThrough(vault.open(grant), query))
                    .as("round %d: %s", round, query)
                    .isEqualTo(expected(patient, grant, query));
        }
    }

    @Test
    void pagesOnlyThroughCoveredCodes() {
        for (int round = 0; round < 100; round++) {
            Grant grant = grants.codes(1, clock.instant(), Packs.CODES.get(1 + round % 5), Packs.CODES.getFirst());
            ReadingQuery query = someQuery();
            assertThat(pageThrough(vault.open(grant), query)).isEqualTo(expected(1, grant, query));
        }
    }
}
