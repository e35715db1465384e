package org.vitaledger.edge.normal;

/**
 * Keeps units from the UCUM library that it would work on for minutes: its arithmetic takes time with the square of the
 * digits, and exponents make many of those.
 */
final class UnitGuard {
    private static final int MAX_LENGTH = 32;
    /** The most digits that the numbers and exponents of one unit may make. */
    private static final long MAX_DIGITS = 250;
    /** A unit with its prefix is no longer than this; the largest is the yotta light year. */
    private static final int DIGITS_OF_A_UNIT = 40;
    /** More than it makes, for the library is slow at these. */
    private static final int DIGITS_OF_TEN = 10;
    /** Longer numbers nobody writes. */
    private static final int MAX_NUMBER_LENGTH = 7;

    private UnitGuard() {}

    /** Whether {@code unit} is one that somebody could mean. */
    static boolean isModest(String unit) {
        if (unit.isEmpty() || unit.length() > MAX_LENGTH) {
            return false;
        }
        long digits = 0;
        int i = 0;
        while (i < unit.length()) {
            int end = i + 1;
            if (unit.charAt(i) == '{') {
                end = Math.max(end, unit.indexOf('}', i));
            } else if (isDigit(unit, i)) {
                while (isDigit(unit, end)) {
                    end++;
                }
                if (end - i > MAX_NUMBER_LENGTH) {
                    return false;
                }
                digits += digits(unit, i, end);
            }
            i = end;
        }
        return digits <= MAX_DIGITS;
    }

    private static boolean isDigit(String unit, int index) {
        return index < unit.length() && unit.charAt(index) >= '0' && unit.charAt(index) <= '9';
    }

    /** How many digits a number, a power of ten or the power of a unit makes. */
    private static long digits(String unit, int start, int end) {
        int before = start - 1;
        if (before >= 0 && (unit.charAt(before) == '-' || unit.charAt(before) == '+')) {
            before--;
        }
        if (before < 0 || "./(".indexOf(unit.charAt(before)) >= 0) {
            return (long) end - start;
        }
        int power = Integer.parseInt(unit, start, end, 10);
        boolean isOfTen = unit.charAt(before) == '*' || unit.charAt(before) == '^';
        return (long) power * (isOfTen ? DIGITS_OF_TEN : DIGITS_OF_A_UNIT);
    }
}
