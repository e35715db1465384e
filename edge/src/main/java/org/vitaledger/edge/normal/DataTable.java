package org.vitaledger.edge.normal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The tables that came with the program: UTF-8 lines of cells between commas, a heading, and comments after #. */
public final class DataTable {
    private DataTable() {}

    /**
     * Reads a table that stands beside a class.
     *
     * @return the cells of each line below the heading
     * @throws IllegalStateException if the program was built without the table or a line lacks cells
     */
    public static List<List<String>> read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks " + name);
            }
            List<List<String>> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.split(",", -1)))
                    .toList();
            int width = lines.getFirst().size();
            if (lines.stream().anyMatch(line -> line.size() != width)) {
                throw new IllegalStateException("a line of " + name + " has not as many cells as its heading");
            }
            return lines.subList(1, lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The parts of a cell between spaces. */
    public static List<String> parts(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(" ", -1));
    }
}
