package org.vitaledger.edge.normal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.code.Conversion;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.device.pack.Measurement;
import org.vitaledger.edge.normal.CodeTable.Named;
import org.vitaledger.edge.normal.Normalised.Accepted;
import org.vitaledger.edge.normal.Normalised.Reason;
import org.vitaledger.edge.normal.Normalised.Rejected;

/**
 * Turns measurements into readings: codes and names into LOINC, units into the one UCUM unit of the code, and refuses
 * what can't be. Never throws for what a device sent. Safe for any thread.
 *
 * <p>Measurements that come in the unit that is kept, or in one of the table of codes, cost some table look-ups. The
 * first unit beyond the table loads UCUM's definitions, once, which takes a good part of a second.
 */
public final class Normaliser {
    private final CodeTable table;
    private final UcumConversions conversions = new UcumConversions();

    private Normaliser(CodeTable table) {
        this.table = table;
    }

    /** With the tables that came with the program. */
    public static Normaliser load() {
        return new Normaliser(CodeTable.load());
    }

    /**
     * Takes or refuses a whole pack.
     *
     * @throws IllegalArgumentException if the pack has a sequence below 1 or more than 500 measurements
     */
    public Normalised normalise(NormaliserInput input) {
        List<Measurement> measurements = input.measurements();
        List<Reading> readings = new ArrayList<>(measurements.size());
        Reason worst = null;
        int index = 0;
        for (int i = 0; i < measurements.size(); i++) {
            Reason reason = normalise(input, i, readings);
            if (reason != null && (worst == null || reason.compareTo(worst) < 0)) {
                worst = reason;
                index = i;
            }
        }
        List<Reading> understood = Collections.unmodifiableList(readings);
        return worst == null ? new Accepted(understood) : new Rejected(worst, index, understood);
    }

    /** Adds the reading of one measurement, or says what is wrong with it. */
    private @Nullable Reason normalise(NormaliserInput input, int index, List<Reading> readings) {
        Measurement measurement = input.measurements().get(index);
        Named named = table.find(measurement.parameter());
        if (named == null) {
            return Reason.UNKNOWN_CODE;
        }
        Conversion conversion = conversion(named, measurement.unit());
        if (conversion == null) {
            return Reason.IMPOSSIBLE_UNIT;
        }
        Quantity quantity = named.quantity();
        Decimal value = conversion.apply(measurement.value()).orElse(null);
        if (value == null || !quantity.isPlausible(value)) {
            return Reason.IMPLAUSIBLE_VALUE;
        }
        readings.add(reading(input, index, quantity, value));
        return null;
    }

    private static Reading reading(NormaliserInput input, int index, Quantity quantity, Decimal value) {
        return new Reading(
                new ReadingId(input.device(), input.sequence(), index),
                input.patient(),
                input.measurements().get(index).time(),
                quantity.code(),
                value,
                quantity.unit(),
                input.pack());
    }

    private @Nullable Conversion conversion(Named named, String said) {
        Quantity quantity = named.quantity();
        String unit = said.isEmpty() ? named.unit() : said;
        if (unit.equals(quantity.unit())) {
            return Conversion.NONE;
        }
        Conversion known = quantity.known().get(unit);
        if (known != null || unit.isEmpty() || !quantity.isConvertible()) {
            return known;
        }
        return conversions.find(table.ucum(unit), quantity.unit()).orElse(null);
    }
}
