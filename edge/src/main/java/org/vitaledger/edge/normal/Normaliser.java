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
        Rejected rejected = null;
        for (int i = 0; i < measurements.size(); i++) {
            Measurement measurement = measurements.get(i);
            Named named = table.find(measurement.parameter());
            if (named == null) {
                return new Rejected(Reason.UNKNOWN_CODE, i);
            }
            if (rejected != null && rejected.reason() == Reason.IMPOSSIBLE_UNIT) {
                continue;
            }
            Quantity quantity = named.quantity();
            Conversion conversion = conversion(named, measurement.unit());
            if (conversion == null) {
                rejected = new Rejected(Reason.IMPOSSIBLE_UNIT, i);
                continue;
            }
            Decimal value = conversion.apply(measurement.value()).orElse(null);
            if (value != null && quantity.isPlausible(value)) {
                readings.add(reading(input, i, quantity, value));
            } else if (rejected == null) {
                rejected = new Rejected(Reason.IMPLAUSIBLE_VALUE, i);
            }
        }
        return rejected != null ? rejected : new Accepted(Collections.unmodifiableList(readings));
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
