package org.vitaledger.edge.rules;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.edge.normal.DataTable;

/**
 * The chart of the National Early Warning Score 2 (Royal College of Physicians, 2017): which codes give points for which
 * parameter. Read from a data file. Immutable, safe for any thread.
 */
final class News2 {
    /** Rows that take the place of that of saturation for some patients, one on air and one on oxygen. */
    private static final String SCALE_2 = "SATURATION_SCALE_2_";

    private final Map<String, Scored> byCode = new HashMap<>();
    private final Map<String, Bands> scale2 = new HashMap<>();

    /** What makes the score. */
    enum Parameter {
        RESPIRATION,
        SATURATION,
        OXYGEN,
        SYSTOLIC,
        PULSE,
        CONSCIOUSNESS,
        TEMPERATURE
    }

    /** Which target of oxygen saturation a patient has. */
    enum Scale {
        /** Nearly all patients. */
        ONE,
        /** A target of 88 to 92 %, as a clinician has decided for hypercapnic respiratory failure. */
        TWO
    }

    /** A code's row, and its bands. */
    record Scored(Parameter parameter, Bands bands) {}

    private News2() {}

    static News2 load() {
        News2 chart = new News2();
        DataTable.read(News2.class, "news2.csv").forEach(chart::add);
        return chart;
    }

    private void add(List<String> cells) {
        String row = cells.get(0);
        Bands bands = Bands.parse(cells.get(1));
        if (row.startsWith(SCALE_2)) {
            scale2.put(row.substring(SCALE_2.length()), bands);
        } else {
            Scored scored = new Scored(Parameter.valueOf(row), bands);
            DataTable.parts(cells.get(2)).forEach(code -> byCode.put(code, scored));
        }
    }

    /** What a code gives points for, if anything. */
    @Nullable Scored find(String code) {
        return byCode.get(code);
    }

    /** The bands of oxygen saturation on scale 2. */
    Bands scale2(boolean onOxygen) {
        return scale2.getOrDefault(onOxygen ? "OXYGEN" : "AIR", Bands.NONE);
    }

    /** All codes that give points. */
    List<String> codes() {
        String[] codes = byCode.keySet().toArray(String[]::new);
        Arrays.sort(codes);
        return List.of(codes);
    }
}
