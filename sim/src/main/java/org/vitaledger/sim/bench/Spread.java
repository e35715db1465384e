package org.vitaledger.sim.bench;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several runs of one measurement as one row. */
final class Spread {
    private Spread() {}

    /**
     * The median of every number, of the rest the first run's; behind them {@code spread} with the lowest and the highest of
     * each number that differs.
     *
     * @param runs at least one, all with the same names
     */
    static Map<String, Object> medians(List<Map<String, Object>> runs) {
        Map<String, Object> row = new LinkedHashMap<>(runs.getFirst());
        Map<String, List<Number>> spread = new LinkedHashMap<>();
        runs.getFirst().forEach((name, first) -> {
            if (first instanceof Number) {
                List<Number> values = runs.stream()
                        .map(run -> run.get(name))
                        .map(Number.class::cast)
                        .sorted(Comparator.comparingDouble(Number::doubleValue))
                        .toList();
                row.put(name, values.get(values.size() / 2));
                if (!values.getFirst().equals(values.getLast())) {
                    spread.put(name, List.of(values.getFirst(), values.getLast()));
                }
            }
        });
        if (!spread.isEmpty()) {
            row.put("spread", spread);
        }
        return row;
    }
}
