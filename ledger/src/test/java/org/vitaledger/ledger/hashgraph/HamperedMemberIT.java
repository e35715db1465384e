package org.vitaledger.ledger.hashgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.contract.Entry;
import org.vitaledger.core.contract.EntryRejected;

/** A member whose machine does its part badly holds nobody up, and is no worse off afterwards. */
class HamperedMemberIT extends RunningConsortium {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TOLERANCE = Duration.ofMinutes(10);
    private static final InstantSource CLOCK = InstantSource.system();

    @Proves({"INV-005", "INV-006"})
    @Tag("nightly")
    @Test
    void waitsForNoneWhoseDiskIsSlow() {
        launches[2] = Launch.ordinary().withSlowDisk(Duration.ofMillis(300), Duration.ofMillis(1500));
        startAll(Consortium.of(directory, MEMBERS));
        for (int times = 0; times < 5; times++) {
            commitSome(60, 0, 1, 3);
        }
        commitSome(60, 0, 1, 2, 3);
        expectSame();
    }

    /** The engines rest when nothing is left to order, and one that can't make an event at once must still start the others. */
    @Tag("nightly")
    @Test
    void letsNoCommandWaitThatComesWhenTheOthersHaveJustComeToRest() {
        for (int member = 0; member < MEMBERS - 1; member++) {
            launches[member] = Launch.ordinary().withSlowDisk(Duration.ofMillis(150), Duration.ofMillis(250));
        }
        startAll(Consortium.of(directory, MEMBERS));
        long rest = HashgraphOptions.defaults().quietAfter().toMillis();
        for (int times = 0; times < 20; times++) {
            commit(random.nextInt(MEMBERS), register());
            Duration pause = Duration.ofMillis(random.nextLong(rest));
            await().pollDelay(pause).atMost(PATIENCE).until(() -> true);
        }
        expectSame();
    }

    @Proves({"INV-005", "INV-006"})
    @Tag("nightly")
    @Test
    void goesByTheMembersMedianClockThoughOneIsAnHourOff() throws IOException, EntryRejected {
        Path clock = directory.resolve("clock");
        Files.writeString(clock, "+1h");
        launches[1] = Launch.ordinary().withEnvironment(faketime(clock));
        Instant start = CLOCK.instant();
        startAll(Consortium.of(directory, MEMBERS));
        assertThat(members[1].clock()).isAfter(start.plus(HOUR).minus(TOLERANCE));
        commitSome(100, 0, 1, 2, 3);

        Files.writeString(clock, "-1h");
        await().atMost(PATIENCE).until(() -> {
            commitSome(20, 0, 1, 2, 3);
            return members[1].clock().isBefore(start.minus(TOLERANCE));
        });
        commitSome(100, 0, 1, 2, 3);
        expectSame();
        assertThat(blockTimes())
                .allSatisfy(time -> assertThat(time).isBetween(start.minus(TOLERANCE), start.plus(TOLERANCE)));
    }

    private static Map<String, String> faketime(Path clock) throws IOException {
        try (Stream<Path> folders = Files.find(
                Path.of("/usr/lib"), 3, (path, _) -> path.endsWith(Path.of("faketime", "libfaketime.so.1")))) {
            List<Path> library = folders.toList();
            assumeTrue(!library.isEmpty(), "libfaketime is absent: apt-get install faketime");
            return Map.of(
                    "LD_PRELOAD", library.getFirst().toString(),
                    "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                    "FAKETIME_CACHE_DURATION", "1",
                    // Else timed waits, which go by the monotonic clock, would last no time or an hour.
                    "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                    "FAKETIME_DONT_FAKE_MONOTONIC", "1");
        }
    }

    private List<Instant> blockTimes() throws EntryRejected {
        List<Instant> times = new ArrayList<>();
        long size = members[0].snapshot().size();
        for (long index = 0; index < size; index++) {
            if (Entry.parse(members[0].entry(index)) instanceof Entry.Close close) {
                times.add(close.time());
            }
        }
        return times;
    }
}
