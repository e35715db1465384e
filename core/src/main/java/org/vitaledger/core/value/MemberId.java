package org.vitaledger.core.value;

import java.util.regex.Pattern;

/**
 * An institution of the consortium, by its public name.
 *
 * @param text a DNS-like name of 1 to 64 characters, for example {@code hospital-a.example}
 */
public record MemberId(String text) implements Comparable<MemberId> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?");

    public MemberId {
        if (!FORM.matcher(text).matches()) {
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
