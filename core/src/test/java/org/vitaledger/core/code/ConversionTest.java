package org.vitaledger.core.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitaledger.core.value.Decimal;

class ConversionTest {
    @ParameterizedTest
    @CsvSource({
        "'',             37.0,                37.0",
        "=5/9@-32,       98.6,                37.00",
        "=5/9@-32,       99,                  37.2",
        "@-273.15,       310.15,              37.00",
        "=0.001,         3500,                3.500",
        "=1000,          0.25,                250",
        "=1000/133.322,  16.0,                120.0",
        "=133.322/1000,  120,                 16.0",
        "=1/60,          90,                  1.50",
        // half to even
        "=0.5,           0.5,                 0.25",
        "=100/8,         0.1,                 1",
        "=100/8,         0.3,                 4",
        // as many digits as a reading holds
        "=5/9@-32,       98.6000000000000000, 37.0000000000000000",
        "=0.001,         0.123456789012345678, 0.000123456789012346"
    })
    void computesExactlyAndRoundsOnce(String conversion, String number, String expected) {
        assertThat(Conversion.parse(conversion).apply(Decimal.of(new BigDecimal(number))))
                .hasValueSatisfying(it -> assertThat(it).hasToString(expected));
    }

    @Test
    void numbersTooLargeForAReadingHaveNoResult() {
        assertThat(Conversion.parse("=1000000").apply(new Decimal(999_999_999_999_999_999L, 0)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"=5/9@-32", "=0.45359237", "=1000/133.322", "=60", "=1/60", "=0.001", "=2.54"})
    void differentNumbersStayDifferent(String conversion) {
        Set<Decimal> results = new HashSet<>();
        for (int tenths = 0; tenths < 3000; tenths++) {
            results.add(
                    Conversion.parse(conversion).apply(new Decimal(tenths, 1)).orElseThrow());
        }
        assertThat(results).hasSize(3000);
    }
}
