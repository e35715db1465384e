package org.vitaledger.edge.quarantine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.core.Proves;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.World;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.edge.admit.AdmissionRefusal;
import org.vitaledger.edge.quarantine.Quarantine.Setup;
import org.vitaledger.edge.spool.SpoolFault;
import org.vitaledger.journal.Disk;
import org.vitaledger.journal.RecordCipher;

class QuarantineTest {
    private static final DeviceId DEVICE = World.device(1);
    private static final QuarantineLimits SMALL =
            new QuarantineLimits(1 << 20, 10_000, 10_000, 10_000, Duration.ofDays(30));

    @TempDir
    private Path directory = Path.of("");

    private final AtomicReference<Instant> now = new AtomicReference<>(World.NOON);

    @Test
    void keepsEntriesOverARestartAndListsThemOldestFirst() throws Exception {
        try (Quarantine quarantine = open(SMALL, 7)) {
            for (int i = 0; i < 5; i++) {
                add(quarantine, entry(DEVICE, "payload " + i));
            }
        }
        try (Quarantine again = open(SMALL, 7)) {
            assertThat(list(again).subList(1, 3))
                    .extracting(entry -> entry.payload().utf8())
                    .containsExactly("payload 1", "payload 2");
            assertThat(list(again)).hasSize(5).first().isEqualTo(entry(DEVICE, "payload 0"));
            add(again, entry(DEVICE, "payload 0"));
            assertThat(again.stats().repeated()).isEqualTo(1);
        }
    }

    @Test
    void givesNoDeviceMoreThanItsShare() throws Exception {
        try (Quarantine quarantine = open(SMALL, 7)) {
            for (int i = 0; i < 100; i++) {
                add(quarantine, entry(DEVICE, i + "x".repeat(900)));
            }
            add(quarantine, entry(World.device(2), "another's"));
            assertThat(list(quarantine))
                    .hasSizeBetween(9, 11)
                    .last()
                    .satisfies(last -> assertThat(last.device()).isEqualTo(World.device(2)));
            assertThat(quarantine.stats().dropped()).isGreaterThan(85);
        }
    }

    @Test
    void dropsTheOldestWhenThereIsTooMuchOfAll() throws Exception {
        QuarantineLimits limits = new QuarantineLimits(6 << 20, 10_000, 1 << 20, 1 << 20, Duration.ofDays(30));
        try (Quarantine quarantine = open(limits, 7)) {
            String filler = "x".repeat(60_000);
            for (int device = 1; device <= 20; device++) {
                for (int i = 0; i < 15; i++) {
                    add(quarantine, entry(World.device(device), device + " " + i + filler));
                }
            }
            Awaitility.await().until(() -> sizeOnDisk() < 12 << 20);
            List<QuarantineEntry> kept = list(quarantine);
            assertThat(kept).last().satisfies(last -> assertThat(last.device()).isEqualTo(World.device(20)));
            assertThat(kept.getFirst().device()).isNotEqualTo(World.device(1));
        }
    }

    /** However little there is in all. */
    @Test
    void givesADeviceItsShareBackWhenWhatItHoldsIsTooOld() throws Exception {
        try (Quarantine quarantine = open(SMALL, 7)) {
            for (int i = 0; i < 100; i++) {
                add(quarantine, entry(DEVICE, i + "x".repeat(900)));
            }
            long dropped = quarantine.stats().dropped();
            assertThat(dropped).isPositive();
            now.set(World.NOON.plus(Duration.ofDays(31)));
            add(quarantine, entry(DEVICE, "fresh" + "x".repeat(900)));
            assertThat(quarantine.stats().dropped()).isEqualTo(dropped);
            assertThat(quarantine.newest(200, entry -> true))
                    .extracting(kept -> kept.entry().payload().utf8())
                    .containsExactly("fresh" + "x".repeat(900));
        }
    }

    /** Each entry takes up memory, however small it is. */
    @Test
    void boundsTheEntriesOfADeviceAndOfAll() throws Exception {
        QuarantineLimits limits = new QuarantineLimits(64 << 20, 100, 32 << 20, 32 << 20, Duration.ofDays(30));
        try (Quarantine quarantine = open(limits, 7)) {
            for (int i = 0; i < 12; i++) {
                add(quarantine, entry(DEVICE, "small " + i));
            }
            assertThat(quarantine.stats().stored()).isEqualTo(10);
            assertThat(quarantine.stats().dropped()).isEqualTo(2);
            String filler = "x".repeat(60_000);
            for (int device = 2; device <= 30; device++) {
                for (int i = 0; i < 10; i++) {
                    add(quarantine, entry(World.device(device), device + " " + i + filler));
                }
            }
            Awaitility.await()
                    .until(() -> quarantine.newest(1000, entry -> true).size() < 200);
        }
    }

    @Test
    void keepsWhatItHoldsThroughAMomentOfAWrongClock() throws Exception {
        try (Quarantine quarantine = open(SMALL, 7)) {
            add(quarantine, entry(DEVICE, "kept"));
            now.set(World.NOON.plus(Duration.ofDays(400)));
            add(quarantine, entry(World.device(3), "another's"));
            now.set(World.NOON);
            assertThat(quarantine.newest(200, entry -> true)).hasSize(2);
        }
        try (Quarantine quarantine = open(SMALL, 7)) {
            assertThat(quarantine.newest(200, entry -> true)).hasSize(2);
        }
    }

    /** What a device signed may be all there is of a patient's hours. */
    @Test
    void keepsMoreOfWhatADeviceSigned() throws Exception {
        QuarantineLimits limits = new QuarantineLimits(1 << 20, 10_000, 10_000, 100_000, Duration.ofDays(30));
        try (Quarantine quarantine = open(limits, 7)) {
            for (int i = 0; i < 50; i++) {
                add(quarantine, entry(DEVICE, AdmissionRefusal.MEASURED_BEFORE_BINDING, i + "x".repeat(900)));
            }
            assertThat(quarantine.stats().dropped()).isZero();
            add(quarantine, entry(DEVICE, AdmissionRefusal.NOT_A_PACK, "anybody's"));
            assertThat(quarantine.stats().dropped()).isEqualTo(1);
        }
    }

    @Test
    void dropsWhatIsTooOldAndMakesRoomAgain() throws Exception {
        QuarantineLimits limits = new QuarantineLimits(64 << 20, 10_000, 6 << 20, 6 << 20, Duration.ofDays(30));
        try (Quarantine quarantine = open(limits, 7)) {
            String filler = "x".repeat(60_000);
            for (int i = 0; i < 110; i++) {
                add(quarantine, entry(DEVICE, "old " + i + filler));
            }
            assertThat(quarantine.stats().dropped()).isPositive();
            now.set(World.NOON.plus(Duration.ofDays(31)));
            Awaitility.await().until(() -> {
                long before = quarantine.stats().stored();
                add(quarantine, entry(World.device(3), "new " + before + filler));
                add(quarantine, entry(DEVICE, "fresh " + before));
                return list(quarantine).getFirst().payload().at(0) != 'o'
                        || list(quarantine).stream()
                                .anyMatch(entry -> entry.device().equals(DEVICE)
                                        && entry.payload().utf8().startsWith("fresh"));
            });
        }
    }

    @Test
    @Proves("INV-009")
    void holdsNothingReadableOnDiskNorInItsText() throws Exception {
        QuarantineEntry entry = entry(DEVICE, "secret vital signs");
        try (Quarantine quarantine = open(SMALL, 7)) {
            add(quarantine, entry);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, ISO_8859_1)).doesNotContain("secret");
            }
        }
        assertThat(entry.toString())
                .doesNotContain("secret", Bytes.utf8("secret").hex());
        assertThatThrownBy(() -> open(SMALL, 8)).isInstanceOf(SpoolFault.class);
    }

    /** All of it, oldest first. */
    private static List<QuarantineEntry> list(Quarantine quarantine) {
        return quarantine.newest(1000, _ -> true).stream()
                .map(Quarantine.Kept::entry)
                .toList()
                .reversed();
    }

    private long sizeOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private Quarantine open(QuarantineLimits limits, int key) {
        RecordCipher cipher = new RecordCipher(World.id(32, key), "quarantine", new SecureRandom());
        return Quarantine.open(directory, new Setup(cipher, limits, now::get, Disk.DIRECT));
    }

    private QuarantineEntry entry(DeviceId device, String payload) {
        return entry(device, AdmissionRefusal.NOT_A_PACK, payload);
    }

    private QuarantineEntry entry(DeviceId device, AdmissionRefusal refusal, String payload) {
        return new QuarantineEntry(device, now.get(), refusal, "", Bytes.utf8(payload));
    }

    private static void add(Quarantine quarantine, QuarantineEntry entry) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        quarantine.add(entry, outcome -> done.countDown());
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
