package org.vitaledger.core.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * LOINC codes, each once, in ascending order. A code is kept as a number and its text made when somebody asks for it: every
 * member reads every consent's codes, and hardly ever looks one up. Immutable.
 */
public final class CodeSet extends AbstractSet<String> {
    /** The most bytes in a code's ASCII form. */
    public static final int LONGEST_CODE = Reading.LONGEST_LOINC;

    private static final int BITS = 4;
    private static final int HYPHEN = 1;
    private static final int ZERO = 2;

    private final long[] ascending;

    private CodeSet(long[] ascending) {
        this.ascending = ascending;
    }

    /**
     * The codes of {@code codes}.
     *
     * @throws IllegalArgumentException if one has not the form of a LOINC code
     */
    public static CodeSet of(Collection<String> codes) {
        if (codes instanceof CodeSet known) {
            return known;
        }
        return ofNumbers(codes.stream().mapToLong(CodeSet::number).toArray());
    }

    /** The codes with these {@link #number(byte[], int) numbers}. */
    public static CodeSet ofNumbers(long... numbers) {
        long[] own = numbers.clone();
        return new CodeSet(
                isAscending(own) ? own : LongStream.of(own).sorted().distinct().toArray());
    }

    private static boolean isAscending(long[] numbers) {
        for (int i = 1; i < numbers.length; i++) {
            if (numbers[i - 1] >= numbers[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(String code) {
        return number(code.getBytes(US_ASCII), code.length());
    }

    /**
     * The number for the code whose ASCII form are the first {@code length} bytes of {@code text}: four bits for each, the
     * first in the highest, so that numbers are in the order of the texts.
     *
     * @throws IllegalArgumentException if that has not the form of a LOINC code
     */
    public static long number(byte[] text, int length) {
        int hyphen = length - 2;
        boolean holds = hyphen >= 1 && length <= LONGEST_CODE;
        long number = 0;
        for (int i = 0; holds && i < length; i++) {
            int digit = text[i] - '0';
            holds = i == hyphen ? text[i] == '-' : digit >= 0 && digit <= 9;
            number = (number << BITS) | (i == hyphen ? HYPHEN : ZERO + digit);
        }
        if (!holds) {
            throw new IllegalArgumentException("not the form of a LOINC code");
        }
        return number << (BITS * (LONGEST_CODE - length));
    }

    /** Writes the ASCII form of the code with {@code number} to the beginning of {@code to}, and returns its length. */
    public static int text(long number, byte[] to) {
        int length = 0;
        for (int shift = BITS * (LONGEST_CODE - 1); shift >= 0; shift -= BITS) {
            int symbol = (int) (number >>> shift) & 0xf;
            if (symbol == 0) {
                break;
            }
            to[length++] = (byte) (symbol == HYPHEN ? '-' : '0' + symbol - ZERO);
        }
        return length;
    }

    /** The number of the code at {@code index} in ascending order. */
    public long number(int index) {
        return ascending[index];
    }

    @Override
    public Iterator<String> iterator() {
        return LongStream.of(ascending).mapToObj(CodeSet::text).iterator();
    }

    private static String text(long number) {
        byte[] text = new byte[LONGEST_CODE];
        return new String(text, 0, text(number, text), US_ASCII);
    }

    @Override
    public int size() {
        return ascending.length;
    }

    @Override
    public boolean contains(Object code) {
        return code instanceof String text
                && Reading.isLoinc(text)
                && Arrays.binarySearch(ascending, number(text)) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeSet that ? Arrays.equals(ascending, that.ascending) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
