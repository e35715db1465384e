package org.vitaledger.edge.rules;

import java.math.BigDecimal;
import java.util.List;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.edge.normal.Bound;
import org.vitaledger.edge.normal.DataTable;

/** The points of one row of a chart. Immutable. */
final class Bands {
    /** No points for any value. */
    static final Bands NONE = new Bands(List.of(), 0);

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final List<Band> bands;
    private final int above;

    /** Values below {@code end}, and not in the band before. */
    private record Band(Bound end, int points) {}

    private Bands(List<Band> bands, int above) {
        this.bands = bands;
        this.above = above;
    }

    /**
     * Reads bands as {@code highest:points} in rising order, the last with a star. Values are taken to the digits of the
     * chart, half up, as one who writes them down does: below 8.5 is up to 8.
     */
    static Bands parse(String cell) {
        List<String> parts = DataTable.parts(cell);
        List<Band> bands = parts.subList(0, parts.size() - 1).stream()
                .map(part -> part.split(":", -1))
                .map(part -> new Band(new Bound(end(part[0])), Integer.parseInt(part[1])))
                .toList();
        String last = parts.getLast();
        if (!last.startsWith("*:")) {
            throw new IllegalStateException("the last band of a chart takes all values above");
        }
        return new Bands(bands, Integer.parseInt(last.substring(2)));
    }

    private static BigDecimal end(String highest) {
        BigDecimal number = new BigDecimal(highest);
        return number.add(number.ulp().multiply(HALF));
    }

    int points(Decimal value) {
        for (Band band : bands) {
            if (!band.end.isAtMost(value)) {
                return band.points;
            }
        }
        return above;
    }
}
