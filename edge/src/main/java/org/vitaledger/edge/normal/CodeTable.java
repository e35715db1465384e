package org.vitaledger.edge.normal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Codes, names and units that are known without asking UCUM's definitions; read from data files. Immutable. */
final class CodeTable {
    private final Map<String, Quantity> quantities = new LinkedHashMap<>();
    private final Map<String, Named> named = new HashMap<>();
    private final Map<String, String> unitNames = new HashMap<>();

    /**
     * What a parameter of a pack stands for.
     *
     * @param quantity the quantity
     * @param unit the unit where the device says none; empty if that would be a guess
     */
    record Named(Quantity quantity, String unit) {}

    private CodeTable() {}

    static CodeTable load() {
        CodeTable table = new CodeTable();
        DataTable.read(CodeTable.class, "units.csv").forEach(it -> table.unitNames.put(it.get(0), it.get(1)));
        DataTable.read(CodeTable.class, "codes.csv").forEach(table::addCode);
        DataTable.read(CodeTable.class, "names.csv").forEach(table::addName);
        return table;
    }

    private void addCode(List<String> cells) {
        String unit = cells.get(1);
        Map<String, Conversion> known = new HashMap<>();
        known.put(unit, Conversion.NONE);
        for (String also : DataTable.parts(cells.get(4))) {
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
        Bound low = new Bound(new BigDecimal(cells.get(2)));
        Bound high = new Bound(new BigDecimal(cells.get(3)));
        Quantity quantity = new Quantity(cells.get(0), unit, low, high, Map.copyOf(known));
        if (quantities.put(quantity.code(), quantity) != null) {
            throw new IllegalStateException("a code stands twice in the table");
        }
        named.put(quantity.code(), new Named(quantity, quantity.isBare() ? unit : ""));
    }

    private void addName(List<String> cells) {
        Quantity quantity = quantities.get(cells.get(1));
        if (quantity == null || named.put(cells.get(0), new Named(quantity, cells.get(2))) != null) {
            throw new IllegalStateException("a name stands twice in the table, or for a code that doesn't");
        }
    }

    /** What {@code parameter} stands for, if anything. */
    @Nullable Named find(String parameter) {
        return named.get(parameter);
    }

    /** How UCUM writes {@code unit}. */
    String ucum(String unit) {
        return unitNames.getOrDefault(unit, unit);
    }

    /** All quantities, in the order of the file. */
    Collection<Quantity> quantities() {
        return Collections.unmodifiableCollection(quantities.values());
    }
}
