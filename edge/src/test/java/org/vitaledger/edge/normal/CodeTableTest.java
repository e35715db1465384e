package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitaledger.core.code.Conversion;

class CodeTableTest {
    private static final UcumUnits UCUM = UcumUnits.load();
    private static final Offset<BigDecimal> TOLERANCE = Offset.offset(new BigDecimal("1e-15"));

    static Iterable<Quantity> quantities() {
        return CodeTable.load().quantities();
    }

    /** LOINC's last digit checks the others (LOINC Users' Guide, appendix on the mod 10 check digit). */
    @ParameterizedTest
    @MethodSource("quantities")
    void codesHaveTheRightCheckDigit(Quantity quantity) {
        String[] parts = quantity.code().split("-", -1);
        int sum = 0;
        for (int i = 0; i < parts[0].length(); i++) {
            int digit = Character.digit(parts[0].charAt(parts[0].length() - 1 - i), 10);
            int counted = i % 2 == 0 ? 2 * digit : digit;
            sum += counted / 10 + counted % 10;
        }
        assertThat((10 - sum % 10) % 10).isEqualTo(Integer.parseInt(parts[1]));
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void unitsAreThoseOfUcum(Quantity quantity) {
        assertThat(UCUM.service().validate(quantity.unit())).isNull();
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void somethingIsPlausible(Quantity quantity) {
        assertThat(quantity.low().number()).isLessThan(quantity.high().number());
    }

    /** Where UCUM can tell; equivalents and international units are the table's own word. */
    @ParameterizedTest
    @MethodSource("quantities")
    void conversionsOfTheTableAreThoseOfUcum(Quantity quantity) {
        UcumConversions derived = new UcumConversions();
        if (quantity.isConvertible()) {
            quantity.known()
                    .forEach((unit, conversion) -> derived.find(unit, quantity.unit())
                            .ifPresent(it -> assertThat(ratio(it)).isCloseTo(ratio(conversion), TOLERANCE)));
        }
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void everyOtherUnitOfTheTableIsOneOfUcum(Quantity quantity) {
        CodeTable table = CodeTable.load();
        assertThat(quantity.known().keySet())
                .allSatisfy(unit ->
                        assertThat(UCUM.service().validate(table.ucum(unit))).isNull());
    }

    private static BigDecimal ratio(Conversion conversion) {
        return conversion.factor().divide(conversion.divisor(), MathContext.DECIMAL128);
    }
}
