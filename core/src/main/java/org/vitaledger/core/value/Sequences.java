package org.vitaledger.core.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which sequence numbers of a device were used. A number above the highest is open, and so is one in a gap; each can be
 * used once (INV-002), in any order.
 *
 * @param highest the highest number that was used, 0 before the first
 * @param gaps what was passed over and is still open, ascending, with used numbers between them
 * @param lost how many numbers were passed over and can't be used any more, for there were too many gaps (INV-012)
 */
public record Sequences(long highest, List<Gap> gaps, long lost) {
    /** The most gaps of a device that the ledger keeps; then the lowest is lost. */
    public static final int MAX_GAPS = 1024;

    /** Nothing was used yet. */
    public static final Sequences NONE = new Sequences(0, List.of(), 0);

    /**
     * Numbers that a device passed over (INV-012).
     *
     * @param first the lowest
     * @param last the highest
     */
    public record Gap(long first, long last) {
        public Gap {
            if (first < 1 || last < first) {
                throw new IllegalArgumentException("a gap is one number or more, from 1");
            }
        }
    }

    public Sequences {
        gaps = List.copyOf(gaps);
        long before = -1;
        for (Gap gap : gaps) {
            // A used number lies between two gaps, and below the highest; 1 may be in a gap.
            if (gap.first() <= before + 1 || gap.last() >= highest) {
                throw new IllegalArgumentException("gaps ascend below the highest number, apart from each other");
            }
            before = gap.last();
        }
        if (highest < 0 || lost < 0) {
            throw new IllegalArgumentException("a sequence number is not negative");
        }
    }

    /** All numbers up to {@code highest} were used. */
    public static Sequences upTo(long highest) {
        return new Sequences(highest, List.of(), 0);
    }

    /** Whether a number can still be used. */
    public boolean isOpen(long sequence) {
        return sequence > highest || gaps.stream().anyMatch(gap -> gap.first() <= sequence && sequence <= gap.last());
    }

    /**
     * These, with a run of numbers used; of more than {@code maxGaps} gaps the lowest are lost.
     *
     * @return empty if one of the numbers can't be used
     */
    public Optional<Sequences> with(long first, long last, int maxGaps) {
        if (first > highest) {
            if (first == highest + 1) {
                return Optional.of(new Sequences(last, gaps, lost));
            }
            List<Gap> more = new ArrayList<>(gaps);
            more.add(new Gap(highest + 1, first - 1));
            return Optional.of(new Sequences(last, more, lost).capped(maxGaps));
        }
        for (int i = 0; i < gaps.size(); i++) {
            Gap gap = gaps.get(i);
            if (gap.first() <= first && last <= gap.last()) {
                List<Gap> rest = new ArrayList<>(gaps);
                rest.remove(i);
                if (last < gap.last()) {
                    rest.add(i, new Gap(last + 1, gap.last()));
                }
                if (gap.first() < first) {
                    rest.add(i, new Gap(gap.first(), first - 1));
                }
                return Optional.of(new Sequences(highest, rest, lost).capped(maxGaps));
            }
        }
        return Optional.empty();
    }

    /** These, with a used number open again. */
    public Sequences without(long sequence) {
        if (isOpen(sequence)) {
            return this;
        }
        // What is open up to the highest, as gaps that may touch each other and the highest.
        List<Gap> open = new ArrayList<>(gaps);
        open.add(new Gap(sequence, sequence));
        open.sort((one, other) -> Long.compare(one.first(), other.first()));
        return ofOpen(highest, open, lost);
    }

    /** What was used here or there: open is what is open in both; of more than {@code maxGaps} gaps the lowest are lost. */
    public Sequences or(Sequences other, int maxGaps) {
        if (gaps.isEmpty() && other.highest <= highest) {
            return this;
        }
        long top = Math.max(highest, other.highest);
        List<Gap> mine = openUpTo(top);
        List<Gap> theirs = other.openUpTo(top);
        List<Gap> both = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < mine.size() && j < theirs.size()) {
            Gap one = mine.get(i);
            Gap two = theirs.get(j);
            long first = Math.max(one.first(), two.first());
            long last = Math.min(one.last(), two.last());
            if (first <= last) {
                both.add(new Gap(first, last));
            }
            if (one.last() < two.last()) {
                i++;
            } else {
                j++;
            }
        }
        return ofOpen(top, both, Math.max(lost, other.lost)).capped(maxGaps);
    }

    private List<Gap> openUpTo(long top) {
        if (top <= highest) {
            return gaps;
        }
        List<Gap> open = new ArrayList<>(gaps);
        open.add(new Gap(highest + 1, top));
        return open;
    }

    /** Joins what touches, and lowers the highest where it is open. */
    private static Sequences ofOpen(long highest, List<Gap> ascending, long lost) {
        List<Gap> joined = new ArrayList<>();
        for (Gap gap : ascending) {
            if (!joined.isEmpty() && joined.getLast().last() + 1 == gap.first()) {
                joined.add(new Gap(joined.removeLast().first(), gap.last()));
            } else {
                joined.add(gap);
            }
        }
        if (!joined.isEmpty() && joined.getLast().last() >= highest) {
            return new Sequences(joined.removeLast().first() - 1, joined, lost);
        }
        return new Sequences(highest, joined, lost);
    }

    private Sequences capped(int maxGaps) {
        if (gaps.size() <= maxGaps) {
            return this;
        }
        int dropped = gaps.size() - maxGaps;
        long more = lost;
        for (Gap gap : gaps.subList(0, dropped)) {
            more += gap.last() - gap.first() + 1;
        }
        return new Sequences(highest, gaps.subList(dropped, gaps.size()), more);
    }
}
