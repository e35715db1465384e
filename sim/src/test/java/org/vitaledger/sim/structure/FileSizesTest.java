package org.vitaledger.sim.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rooms, not halls: the sizes of the product's files, reported in sim/target/file-sizes.txt. */
class FileSizesTest {
    private static final int MEDIAN = 90;
    private static final int NINE_OF_TEN = 250;
    private static final int LARGEST = 450;

    private record Size(String name, int lines) {}

    @Test
    void mostFilesAreSmallAndNoneIsLarge() throws IOException {
        List<Size> sizes = SourceTree.product().stream()
                .map(source -> new Size(source.name(), source.lines().size()))
                .sorted(Comparator.comparingInt(Size::lines))
                .toList();
        int median = sizes.get(sizes.size() / 2).lines();
        int nineOfTen = sizes.get(sizes.size() * 9 / 10).lines();
        report(sizes, median, nineOfTen);
        assertThat(median).as("median of lines per file").isLessThanOrEqualTo(MEDIAN);
        assertThat(nineOfTen).as("lines of nine files in ten").isLessThanOrEqualTo(NINE_OF_TEN);
        assertThat(sizes.stream().filter(size -> size.lines() > LARGEST))
                .as("files of more than " + LARGEST)
                .isEmpty();
    }

    private static void report(List<Size> sizes, int median, int nineOfTen) throws IOException {
        StringBuilder text = new StringBuilder()
                .append("%d files, median %d lines, p90 %d%n".formatted(sizes.size(), median, nineOfTen));
        sizes.reversed().forEach(size -> text.append("%5d %s%n".formatted(size.lines(), size.name())));
        Path target = SourceTree.root().resolve("sim/target");
        Files.createDirectories(target);
        Files.writeString(target.resolve("file-sizes.txt"), text);
    }
}
