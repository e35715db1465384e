package org.vitaledger.edge.normal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.vitaledger.core.code.Conversion;

/**
 * Conversions that follow from UCUM's definitions, remembered. Forgets all of them when they are too many, so that a
 * device that makes up units costs time of its own but no memory. Safe for any thread; the first question loads the
 * definitions.
 */
final class UcumConversions {
    private static final int MAX_REMEMBERED = 1024;
    /** The library divides to about as many digits; what has fewer is exact. */
    private static final int INEXACT_DIGITS = 22;

    private final Map<Between, Optional<Conversion>> remembered = new ConcurrentHashMap<>();

    private record Between(String from, String to) {}

    /** The definitions; loaded when first touched. */
    private static final class Definitions {
        static final UcumUnits UNITS = UcumUnits.load();
    }

    /** How numbers in {@code from} become numbers in {@code to}; nothing if they can't. */
    Optional<Conversion> find(String from, String to) {
        Between between = new Between(from, to);
        Optional<Conversion> conversion = remembered.get(between);
        if (conversion == null) {
            conversion = UnitGuard.isModest(from) ? derive(from, to) : Optional.empty();
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(between, conversion);
        }
        return conversion;
    }

    int size() {
        return remembered.size();
    }

    private static Optional<Conversion> derive(String from, String to) {
        return Definitions.UNITS
                .linear(from)
                .flatMap(source -> Definitions.UNITS
                        .linear(to)
                        .filter(target -> target.dimension().equals(source.dimension()))
                        .map(target -> ratio(source.size(), target.size())));
    }

    private static Conversion ratio(BigDecimal source, BigDecimal target) {
        Fraction from = Fraction.of(source);
        Fraction into = Fraction.of(target);
        return new Conversion(
                BigDecimal.ZERO, from.numerator.multiply(into.denominator), from.denominator.multiply(into.numerator));
    }

    /** A size, exact if it is a short number or one part of a short number. */
    private record Fraction(BigDecimal numerator, BigDecimal denominator) {
        /** A size that the library had to round, such as that of 1/min, stands for the short number behind it. */
        static Fraction of(BigDecimal size) {
            if (size.precision() >= INEXACT_DIGITS) {
                BigDecimal parts = BigDecimal.ONE
                        .divide(size, new MathContext(INEXACT_DIGITS - 2, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
                if (parts.precision() < INEXACT_DIGITS / 2) {
                    return new Fraction(BigDecimal.ONE, parts);
                }
            }
            return new Fraction(size, BigDecimal.ONE);
        }
    }
}
