package org.vitaledger.edge.normal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.fhir.ucum.Component;
import org.fhir.ucum.Decimal;
import org.fhir.ucum.DefinedUnit;
import org.fhir.ucum.ExpressionParser;
import org.fhir.ucum.Pair;
import org.fhir.ucum.Symbol;
import org.fhir.ucum.Term;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;
import org.fhir.ucum.UcumService;

/** UCUM's definitions, as the library org.fhir:ucum reads them. Safe for any thread, one after the other. */
final class UcumUnits {
    private final UcumService service;

    /**
     * A unit that is a plain multiple.
     *
     * @param size how many base units it is
     * @param dimension the base units, in the library's order
     */
    record Linear(BigDecimal size, String dimension) {}

    private UcumUnits(UcumService service) {
        this.service = service;
    }

    static UcumUnits load() {
        try (InputStream in = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
            return new UcumUnits(new UcumEssenceService(in));
        } catch (UcumException e) {
            throw new IllegalStateException("the program lacks readable definitions of UCUM", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The library itself. */
    UcumService service() {
        return service;
    }

    /**
     * What {@code unit} is a multiple of; nothing if it isn't one of UCUM, is special (with an offset or a logarithm), or
     * counts equivalents, which UCUM takes for moles though that depends on the ion.
     *
     * @param unit has passed {@link UnitGuard}
     */
    synchronized Optional<Linear> linear(String unit) {
        try {
            Term term = new ExpressionParser(service.getModel()).parse(unit);
            if (!isPlain(term)) {
                return Optional.empty();
            }
            Pair canonical = service.getCanonicalForm(new Pair(new Decimal("1"), unit));
            BigDecimal size = new BigDecimal(canonical.getValue().asDecimal()).stripTrailingZeros();
            return size.signum() > 0 ? Optional.of(new Linear(size, canonical.getCode())) : Optional.empty();
        } catch (UcumException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlain(Component component) {
        if (component instanceof Term term) {
            return (!term.hasComp() || isPlain(term.getComp())) && (!term.hasTerm() || isPlain(term.getTerm()));
        }
        return !(component instanceof Symbol symbol)
                || !(symbol.getUnit() instanceof DefinedUnit unit)
                || !(unit.isSpecial() || unit.getCode().equals("eq"));
    }
}
