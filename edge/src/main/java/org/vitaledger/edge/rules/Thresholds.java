package org.vitaledger.edge.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.normal.DataTable;
import org.vitaledger.edge.rules.Excursions.Pace;
import org.vitaledger.edge.rules.Threshold.Cells;
import org.vitaledger.edge.rules.Threshold.Side;

/** The limits of all quantities, found by code; read from a data file. Immutable. */
final class Thresholds {
    private static final int LIMITS = 2;
    private static final int HYSTERESIS = 6;
    private static final int REPEAT = 7;
    private static final int SILENCE = 8;
    private static final int CODES = 9;

    private final Map<String, Limits> byCode = new HashMap<>();
    private final Map<String, Integer> quantities = new HashMap<>();
    private final Set<String> without = new HashSet<>();

    /**
     * Both sides of one code.
     *
     * @param index a number of the code's own, from 0
     * @param low shared with the other codes of the quantity, as far as what is remembered goes
     * @param high likewise
     */
    record Limits(int index, Threshold low, Threshold high, Pace pace) {}

    private Thresholds() {}

    static Thresholds load() {
        Thresholds thresholds = new Thresholds();
        DataTable.read(Thresholds.class, "thresholds.csv").forEach(thresholds::add);
        return thresholds;
    }

    private void add(List<String> cells) {
        List<String> codes = DataTable.parts(cells.get(CODES));
        if (cells.subList(LIMITS, HYSTERESIS).stream().allMatch(String::isEmpty)) {
            codes.forEach(code -> requireNew(without.add(code) && !byCode.containsKey(code)));
            return;
        }
        int slot = 2 * quantities.computeIfAbsent(cells.get(0), name -> quantities.size());
        BigDecimal hysteresis = new BigDecimal(cells.get(HYSTERESIS));
        Threshold low = new Threshold(Side.LOW, slot, new Cells(cells.get(3), cells.get(2), hysteresis));
        Threshold high = new Threshold(Side.HIGH, slot + 1, new Cells(cells.get(4), cells.get(5), hysteresis));
        String silence = cells.get(SILENCE);
        Pace pace = new Pace(
                Duration.parse(cells.get(REPEAT)).toMillis(),
                silence.isEmpty() ? 0 : Duration.parse(silence).toMillis());
        for (String code : codes) {
            Limits limits = new Limits(byCode.size(), low, high, pace);
            requireNew(byCode.put(code, limits) == null && !without.contains(code));
        }
    }

    private static void requireNew(boolean isNew) {
        if (!isNew) {
            throw new IllegalStateException("a code stands twice in the table of limits");
        }
    }

    @Nullable Limits find(String code) {
        return byCode.get(code);
    }

    /** Whether the table says that a code has no limits. */
    boolean isWithout(String code) {
        return without.contains(code);
    }

    /** The number of codes that have limits. */
    int codes() {
        return byCode.size();
    }

    /** The number of slots in use. */
    int slots() {
        return 2 * quantities.size();
    }
}
