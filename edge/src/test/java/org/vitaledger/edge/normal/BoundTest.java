package org.vitaledger.edge.normal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.value.Decimal;

class BoundTest {
    private static final long DIGITS_18 = 1_000_000_000_000_000_000L;

    @Test
    void comparesAsExactArithmeticDoes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal number = BigDecimal.valueOf(random.nextLong(-50_000, 50_000), random.nextInt(4));
            Bound bound = new Bound(number);
            int scale = random.nextInt(19);
            Decimal value = new Decimal(random.nextLong(-DIGITS_18, DIGITS_18), scale);
            Decimal near = Decimal.of(number.add(BigDecimal.valueOf(random.nextLong(-2, 3), random.nextInt(12))));
            for (Decimal it : new Decimal[] {value, near}) {
                int order = it.toBigDecimal().compareTo(number);
                assertThat(bound.isAtLeast(it)).as("%s <= %s", it, number).isEqualTo(order <= 0);
                assertThat(bound.isAtMost(it)).as("%s >= %s", it, number).isEqualTo(order >= 0);
            }
        }
    }
}
