package org.vitaledger.edge.normal;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.code.CodeMap;
import org.vitaledger.ledger.DeclaredCodes;

/** Codes, names and units that are known without asking UCUM's definitions, with what is plausible. Immutable. */
final class CodeTable {
    private final CodeMap map;
    private final Map<String, Quantity> quantities = new LinkedHashMap<>();
    private final Map<String, Named> named = new HashMap<>();

    /**
     * What a parameter of a pack stands for.
     *
     * @param quantity the quantity
     * @param unit the unit where the device says none; empty if that would be a guess
     */
    record Named(Quantity quantity, String unit) {}

    private CodeTable(CodeMap map) {
        this.map = map;
        map.codes().forEach(code -> quantities.put(code.loinc(), quantity(code)));
        map.names().forEach((name, it) -> named.put(name, new Named(known(it.code()), it.unit())));
    }

    static CodeTable load() {
        return new CodeTable(DeclaredCodes.load());
    }

    private static Quantity quantity(CodeMap.Code code) {
        Bound low = new Bound(new BigDecimal(code.low()));
        Bound high = new Bound(new BigDecimal(code.high()));
        return new Quantity(code.loinc(), code.unit(), low, high, code.known());
    }

    private Quantity known(CodeMap.Code code) {
        Quantity quantity = quantities.get(code.loinc());
        if (quantity == null) {
            throw new IllegalStateException("a name stands for a code that isn't in the table");
        }
        return quantity;
    }

    /** What {@code parameter} stands for, if anything. */
    @Nullable Named find(String parameter) {
        return named.get(parameter);
    }

    /** How UCUM writes {@code unit}. */
    String ucum(String unit) {
        return map.ucum(unit);
    }

    /** All quantities, in the order of the file. */
    Collection<Quantity> quantities() {
        return Collections.unmodifiableCollection(quantities.values());
    }
}
