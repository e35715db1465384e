package org.vitaledger.core.code;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The declared codes, names, units and conversions. Immutable, safe for any thread. */
public final class CodeMap {
    /** The file of the codes, beside this class. */
    public static final String CODES = "codes.csv";
    /** The file of the names that devices use, beside this class. */
    public static final String NAMES = "names.csv";
    /** The file of the units that devices write otherwise than UCUM, beside this class. */
    public static final String UNITS = "units.csv";

    private final Map<String, Code> codes = new LinkedHashMap<>();
    private final Map<String, Named> named = new LinkedHashMap<>();
    private final Map<String, String> unitNames = new LinkedHashMap<>();

    /**
     * One code.
     *
     * @param loinc the code
     * @param unit the one UCUM unit that its numbers are kept in
     * @param known the units that have a declared conversion to that unit, itself among them
     * @param low the least number that is possible
     * @param high the greatest number that is possible
     */
    public record Code(String loinc, String unit, Map<String, Conversion> known, String low, String high) {}

    /**
     * What a name stands for.
     *
     * @param code the code
     * @param unit the unit where the device says none; empty if that would be a guess
     */
    public record Named(Code code, String unit) {
        /** How a number that was sent in {@code said} becomes one in the code's unit, if that is declared. */
        public Optional<Conversion> conversion(String said) {
            return Optional.ofNullable(code.known().get(said.isEmpty() ? unit : said));
        }
    }

    private CodeMap() {}

    /**
     * Reads the three tables.
     *
     * @param texts gives the text of the file of a name
     * @throws IllegalStateException if a table contradicts itself or another
     */
    public static CodeMap parse(UnaryOperator<String> texts) {
        CodeMap map = new CodeMap();
        rows(texts.apply(UNITS)).forEach(it -> map.unitNames.put(it.get(0), it.get(1)));
        rows(texts.apply(CODES)).forEach(map::addCode);
        rows(texts.apply(NAMES)).forEach(map::addName);
        return map;
    }

    /** The cells of each line below the heading. */
    private static List<List<String>> rows(String text) {
        List<List<String>> rows = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        int width = rows.getFirst().size();
        if (rows.stream().anyMatch(row -> row.size() != width)) {
            throw new IllegalStateException("a line of a table has not as many cells as its heading");
        }
        return rows.subList(1, rows.size());
    }

    private void addCode(List<String> cells) {
        String unit = cells.get(1);
        Map<String, Conversion> known = new LinkedHashMap<>();
        known.put(unit, Conversion.NONE);
        for (String also : cells.get(4).isEmpty() ? new String[0] : cells.get(4).split(" ", -1)) {
            int end = also.indexOf('=') < 0 ? also.indexOf('@') : also.indexOf('=');
            String name = end < 0 ? also : also.substring(0, end);
            known.put(name, Conversion.parse(end < 0 ? "" : also.substring(end)));
        }
        unitNames.forEach((name, ucum) -> {
            Conversion conversion = known.get(ucum);
            if (conversion != null) {
                known.putIfAbsent(name, conversion);
            }
        });
        Code code = new Code(cells.get(0), unit, Collections.unmodifiableMap(known), cells.get(2), cells.get(3));
        if (codes.put(code.loinc(), code) != null) {
            throw new IllegalStateException("a code stands twice in the table");
        }
        named.put(code.loinc(), new Named(code, isBare(unit) ? unit : ""));
    }

    private void addName(List<String> cells) {
        Code code = codes.get(cells.get(1));
        if (code == null || named.put(cells.get(0), new Named(code, cells.get(2))) != null) {
            throw new IllegalStateException("a name stands twice in the table, or for a code that doesn't");
        }
    }

    /** Whether a number in {@code unit} needs no unit to be understood. */
    public static boolean isBare(String unit) {
        return unit.startsWith("{") || unit.startsWith("[");
    }

    /** What {@code parameter}, a LOINC code or a device's name, stands for. */
    public Optional<Named> find(String parameter) {
        return Optional.ofNullable(named.get(parameter));
    }

    /** All names and codes, with what they stand for. */
    public Map<String, Named> names() {
        return Collections.unmodifiableMap(named);
    }

    /** All codes, in the order of the file. */
    public Collection<Code> codes() {
        return Collections.unmodifiableCollection(codes.values());
    }

    /** How UCUM writes {@code unit}. */
    public String ucum(String unit) {
        return unitNames.getOrDefault(unit, unit);
    }
}
