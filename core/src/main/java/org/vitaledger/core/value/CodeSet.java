package org.vitaledger.core.value;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * LOINC codes, each once, in ascending order. An array, as every member reads every consent's codes and hardly ever looks
 * one up. Immutable.
 */
public final class CodeSet extends AbstractSet<String> {
    private final List<String> ascending;

    private CodeSet(List<String> ascending) {
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
        String[] texts = codes.toArray(String[]::new);
        for (String text : texts) {
            Reading.requireLoinc(text);
        }
        if (!isAscending(texts)) {
            Arrays.sort(texts);
            texts = Arrays.stream(texts).distinct().toArray(String[]::new);
        }
        return new CodeSet(List.of(texts));
    }

    private static boolean isAscending(String[] texts) {
        for (int i = 1; i < texts.length; i++) {
            if (texts[i - 1].compareTo(texts[i]) >= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Iterator<String> iterator() {
        return ascending.iterator();
    }

    @Override
    public int size() {
        return ascending.size();
    }

    @Override
    public boolean contains(Object code) {
        return code instanceof String text && Collections.binarySearch(ascending, text) >= 0;
    }
}
