package org.vitaledger.core.value;

/**
 * An institution of the consortium, by its public name.
 *
 * @param text a DNS-like name of 1 to 64 characters, for example {@code hospital-a.example}
 */
public record MemberId(String text) implements Comparable<MemberId> {
    private static final int LONGEST = 64;

    public MemberId {
        int last = text.length() - 1;
        boolean holds = last >= 0 && last < LONGEST;
        // By hand, as every member reads several for each command.
        for (int i = 0; holds && i <= last; i++) {
            char c = text.charAt(i);
            boolean inner = i > 0 && i < last;
            holds = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (inner && (c == '.' || c == '-'));
        }
        if (!holds) {
            throw new IllegalArgumentException("a member id is a DNS-like name of 1 to 64 characters");
        }
    }

    @Override
    public int compareTo(MemberId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
