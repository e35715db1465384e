package org.vitaledger.vault.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitaledger.vault.SealFault;

class SortedRunsTest {
    private static final long SEED = 20_261_128;
    private static final byte[] NONE = {};
    private static final Comparator<Item> ORDER = Comparator.comparing(Item::key, Arrays::compareUnsigned)
            .thenComparing(Item::value, Arrays::compareUnsigned);

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);

    private record Item(byte[] key, byte[] value) {}

    private byte[] bytes(int atMost, int differing) {
        byte[] bytes = new byte[random.nextInt(atMost + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(differing) * 200);
        }
        return bytes;
    }

    private List<Item> items(int count) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Item(bytes(random.nextInt(100) == 0 ? 3000 : 6, 4), bytes(4, 3)));
        }
        return items;
    }

    private static List<String> walk(SortedWalk walk) {
        List<String> seen = new ArrayList<>();
        for (; walk.valid(); walk.next()) {
            assertThat(walk.compareKey(walk.key())).isZero();
            seen.add(text(new Item(walk.key(), walk.value())));
        }
        return seen;
    }

    private static String text(Item item) {
        return Arrays.toString(item.key()) + Arrays.toString(item.value());
    }

    @Test
    void givesBackWhatWasAddedInOrderWithFewerFilesThanItTookAndFromAnyKeyOn() {
        List<Item> all = items(20_000);
        try (SortedRuns runs = new SortedRuns(folder, new SortBounds(2000, 2, 4096, 1, 5))) {
            for (int i = 0; i < all.size(); i += 100) {
                Items block = new Items();
                all.subList(i, i + 100).forEach(item -> block.add(item.key(), item.value()));
                runs.add(block);
            }
            runs.finish();
            assertThat(runs.count()).isEqualTo(all.size());
            all.sort(ORDER);
            assertThat(walk(runs.walk(NONE, NONE)))
                    .isEqualTo(all.stream().map(SortedRunsTest::text).toList());
            for (int i = 0; i < 50; i++) {
                byte[] from = bytes(4, 4);
                byte[] end = bytes(4, 4);
                List<String> wanted = all.stream()
                        .filter(item -> Arrays.compareUnsigned(item.key(), from) >= 0)
                        .filter(item -> end.length == 0 || Arrays.compareUnsigned(item.key(), end) < 0)
                        .map(SortedRunsTest::text)
                        .toList();
                assertThat(walk(runs.walk(from, end))).isEqualTo(wanted);
            }
        }
    }

    @Test
    void takesFromManyThreadsAtATime() throws InterruptedException {
        List<Item> all = items(8000);
        try (SortedRuns runs = new SortedRuns(folder, new SortBounds(3000, 2, 1 << 16, 1, 100))) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                List<Item> mine = all.subList(t * 1000, t * 1000 + 1000);
                threads.add(Thread.ofPlatform()
                        .start(() -> mine.forEach(item -> {
                            Items block = new Items();
                            block.add(item.key(), item.value());
                            runs.add(block);
                        })));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            runs.finish();
            all.sort(ORDER);
            assertThat(walk(runs.walk(NONE, NONE)))
                    .isEqualTo(all.stream().map(SortedRunsTest::text).toList());
        }
    }

    @Test
    void leavesNothingInItsFolder() throws IOException {
        try (SortedRuns runs = new SortedRuns(folder, new SortBounds(100, 2, 4096, 1, 3))) {
            Items block = new Items();
            items(500).forEach(item -> block.add(item.key(), item.value()));
            runs.add(block);
            runs.finish();
            assertThat(runs.count()).isEqualTo(500);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void namesTheFolderThatTakesNothing() {
        Path nowhere = folder.resolve("nowhere");
        try (SortedRuns runs = new SortedRuns(nowhere, SortBounds.of(2))) {
            Items block = new Items();
            block.add(NONE, NONE);
            runs.add(block);
            assertThatThrownBy(runs::finish)
                    .isInstanceOf(SealFault.class)
                    .hasMessageContaining("VL-SEAL-014")
                    .hasMessageContaining("nowhere");
        }
    }
}
