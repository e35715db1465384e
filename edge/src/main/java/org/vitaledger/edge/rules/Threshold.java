package org.vitaledger.edge.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.vitaledger.core.value.Decimal;
import org.vitaledger.edge.normal.Bound;

/** The limits of one code on one side. Immutable. */
final class Threshold {
    static final int WARNING = 1;
    static final int CRITICAL = 2;

    private final Side side;
    private final int slot;
    private final Limit warning;
    private final Limit critical;
    /** Half the way from the limit for a warning to the critical one; none if one of them is missing or both are one. */
    private final @Nullable BigDecimal step;

    /** A limit, and the same limit tightened by the hysteresis; none at all where there is no such limit. */
    private record Limit(@Nullable Bound at, @Nullable Bound tight) {}

    /** Which values are beyond a limit. */
    enum Side {
        LOW,
        HIGH
    }

    /**
     * Limits as the table writes them.
     *
     * @param warning empty for none
     * @param critical empty for none
     */
    record Cells(String warning, String critical, BigDecimal hysteresis) {}

    /** The limits on {@code side}, remembered in {@code slot}. */
    Threshold(Side side, int slot, Cells cells) {
        this.side = side;
        this.slot = slot;
        String warning = cells.warning;
        String critical = cells.critical;
        BigDecimal inwards = side == Side.LOW ? cells.hysteresis : cells.hysteresis.negate();
        this.warning = limit(warning, inwards);
        this.critical = limit(critical, inwards);
        this.step = warning.isEmpty() || critical.isEmpty()
                ? null
                : step(new BigDecimal(critical).subtract(new BigDecimal(warning)));
    }

    private @Nullable BigDecimal step(BigDecimal way) {
        if (side == Side.LOW ? way.signum() > 0 : way.signum() < 0) {
            throw new IllegalArgumentException("a critical limit lies beyond the limit for a warning");
        }
        return way.signum() == 0 ? null : way.abs().divide(BigDecimal.TWO);
    }

    private static Limit limit(String cell, BigDecimal inwards) {
        if (cell.isEmpty()) {
            return new Limit(null, null);
        }
        BigDecimal at = new BigDecimal(cell);
        return new Limit(new Bound(at), new Bound(at.add(inwards)));
    }

    /** Where what is remembered of it stands. */
    int slot() {
        return slot;
    }

    /** 0, {@link #WARNING} or {@link #CRITICAL}. */
    int level(Decimal value) {
        if (isBeyond(critical.at, value)) {
            return CRITICAL;
        }
        return isBeyond(warning.at, value) ? WARNING : 0;
    }

    /** The level with the tightened limits. */
    int held(Decimal value) {
        if (isBeyond(critical.tight, value)) {
            return CRITICAL;
        }
        return isBeyond(warning.tight, value) ? WARNING : 0;
    }

    /** How many steps of half the way between the two limits a value lies beyond the critical one. */
    int steps(Decimal value) {
        Bound limit = critical.at;
        if (step == null || limit == null || !isBeyond(limit, value)) {
            return 0;
        }
        return value.toBigDecimal()
                .subtract(limit.number())
                .abs()
                .divide(step, 0, RoundingMode.DOWN)
                .intValue();
    }

    AlertRule rule(int level) {
        if (side == Side.LOW) {
            return level == CRITICAL ? AlertRule.CRITICAL_LOW : AlertRule.WARNING_LOW;
        }
        return level == CRITICAL ? AlertRule.CRITICAL_HIGH : AlertRule.WARNING_HIGH;
    }

    private boolean isBeyond(@Nullable Bound bound, Decimal value) {
        return bound != null && (side == Side.LOW ? bound.isAtLeast(value) : bound.isAtMost(value));
    }
}
