package org.vitaledger.edge.normal;

import java.util.Map;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.core.code.Conversion;
import org.vitaledger.core.value.Decimal;

/**
 * What is measured under one code.
 *
 * @param code LOINC
 * @param unit the one UCUM unit it is kept in
 * @param low the least that is possible, in that unit
 * @param high the most that is possible, in that unit
 * @param known units with their conversions to that unit, beside those that UCUM's definitions give
 */
record Quantity(String code, String unit, Bound low, Bound high, Map<String, Conversion> known) {
    boolean isPlausible(Decimal value) {
        return low.isAtMost(value) && high.isAtLeast(value);
    }

    /** Whether a number of it needs no unit to be understood. */
    boolean isBare() {
        return CodeMap.isBare(unit);
    }

    /**
     * Whether UCUM's definitions may convert into its unit. Not into numbers without dimension, since UCUM takes angles,
     * decibels and international units for such numbers too, nor into special units.
     */
    boolean isConvertible() {
        return !isBare() && !unit.equals("%") && !unit.equals("Cel");
    }
}
