package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitaledger.core.code.Conversion;

class UcumConversionsTest {
    private final UcumConversions conversions = new UcumConversions();

    @Test
    void oneHertzIsExactlySixtyPerMinute() {
        Conversion conversion = conversions.find("Hz", "/min").orElseThrow();

        assertThat(conversion.factor().divide(conversion.divisor())).isEqualByComparingTo("60");
    }

    @Test
    void oneHundredMinutesIsExactlySixThousandSeconds() {
        Conversion conversion = conversions.find("10*2.min", "s").orElseThrow();

        assertThat(conversion.factor().divide(conversion.divisor())).isEqualByComparingTo("6000");
    }

    /** The library needs minutes or hours for some of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ym99",
                "10*339",
                "10*-2147483648/min",
                "10*999999999",
                "Ym9.Ym9.Ym9.Ym9.Ym9.Ym9.Ym9.Ym9",
                "Ym9/ym9.Ym9/ym9.Ym9/ym9.Ym9/ym9",
                "10*99.10*99.10*99.10*99.10*99.m",
                "9999999.9999999.9999999.9999999",
                "/9999999/9999998/9999997/9999991",
                "(((((((((((((((m)))))))))))))))",
                "((((((((((((((((((((((((((((((((",
                "................................",
                "////////////////////////////////",
                "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
                "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
                "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm",
                "m-",
                "10*",
                "5.",
                "/"
            })
    void hostileUnitsAreRefusedInNoTime(String unit) {
        Optional<Conversion> found = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> conversions.find(unit, "/min"), unit);

        assertThat(found).isEmpty();
    }

    @Test
    void noInventedUnitThrowsOrTakesLong() {
        List<String> words = List.of(
                "m", "g", "L", "Y", "y", "k", "mol", "eq", "min", "Cel", "[degF]", "[pH]", "10*", "10^", "%", "B",
                "Hz");
        String signs = "./.*()[]{}0123456789-+'\"^ ";
        SplittableRandom random = new SplittableRandom(20260301);
        Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int i = 0; i < 5_000; i++) {
                StringBuilder unit = new StringBuilder();
                int parts = 1 + random.nextInt(12);
                for (int part = 0; part < parts; part++) {
                    if (random.nextBoolean()) {
                        unit.append(words.get(random.nextInt(words.size())));
                    } else {
                        unit.append(signs.charAt(random.nextInt(signs.length())));
                    }
                }
                conversions.find(unit.substring(0, Math.min(32, unit.length())), "mmol/L");
            }
        });
    }

    @Test
    void remembersOnlySoMany() {
        for (int i = 0; i < 5_000; i++) {
            assertThat(conversions.find("{" + i + "}/min", "/min")).isPresent();
        }
        assertThat(conversions.size()).isLessThanOrEqualTo(1024);
    }

    @Test
    void refusesUnitsWithAnOffsetOrALogarithm() {
        assertThat(List.of("[degF]", "Cel", "[degRe]", "dB", "B[SPL]", "[pH]", "[hp'_X]"))
                .allSatisfy(unit -> assertThat(conversions.find(unit, "K")).isEmpty())
                .allSatisfy(unit -> assertThat(conversions.find(unit, "mol/L")).isEmpty());
    }

    @Test
    void ratiosStayPositive() {
        assertThat(conversions.find("0.m", "cm")).isEmpty();
        assertThat(conversions.find("m", "cm").map(Conversion::factor)).hasValue(new BigDecimal("1"));
    }
}
