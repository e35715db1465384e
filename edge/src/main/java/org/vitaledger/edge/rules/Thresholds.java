package org.vitaledger.edge.rules;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.normal.DataTable;
import org.vitaledger.edge.rules.Threshold.Cells;
import org.vitaledger.edge.rules.Threshold.Side;

/** The limits of all codes; read from a data file. Immutable. */
final class Thresholds {
    private final Map<String, Limits> limits = new HashMap<>();

    /** Both sides of one code. */
    record Limits(String code, Threshold low, Threshold high, long repeatMillis) {}

    private Thresholds() {}

    static Thresholds load() {
        Thresholds thresholds = new Thresholds();
        DataTable.read(Thresholds.class, "thresholds.csv").forEach(thresholds::add);
        return thresholds;
    }

    private void add(List<String> cells) {
        BigDecimal hysteresis = new BigDecimal(cells.get(6));
        Limits it = new Limits(
                cells.get(0),
                new Threshold(Side.LOW, slots(), new Cells(cells.get(3), cells.get(2), hysteresis)),
                new Threshold(Side.HIGH, slots() + 1, new Cells(cells.get(4), cells.get(5), hysteresis)),
                Duration.parse(cells.get(7)).toMillis());
        if (limits.put(it.code(), it) != null) {
            throw new IllegalStateException("a code stands twice in the table of limits");
        }
    }

    @Nullable Limits find(String code) {
        return limits.get(code);
    }

    /** The number of slots in use. */
    int slots() {
        return 2 * limits.size();
    }
}
