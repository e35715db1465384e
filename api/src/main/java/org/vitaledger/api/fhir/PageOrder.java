package org.vitaledger.api.fhir;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;

/**
 * The one order of a search's resources: it sorts them, and tells which are behind the place where a page ended, whether
 * or not something still stands there.
 *
 * @param key where a resource stands; no two stand at the same place
 * @param form how a place is written into a link and read again
 * @param descending whether the last come first
 */
record PageOrder<T, K extends Comparable<? super K>>(Function<T, K> key, Form<K> form, boolean descending) {
    /**
     * A place as text.
     *
     * @param write the text
     * @param parse the place; throws IllegalArgumentException for what {@code write} does not write
     */
    record Form<K>(Function<K, String> write, Function<String, K> parse) {}

    /** By a text that is a resource's own, ascending. */
    static <T> PageOrder<T, String> byText(Function<T, String> text) {
        return new PageOrder<>(text, new Form<>(Function.identity(), Function.identity()), false);
    }

    /**
     * The place in a link.
     *
     * @throws RefusedRequest if it is none of this order
     */
    K place(String text) {
        return References.parsed(text, form.parse()).orElseThrow(() -> new RefusedRequest(ApiRefusal.BAD_CURSOR));
    }

    String text(T resource) {
        return form.write().apply(key.apply(resource));
    }

    /** Those of {@code found} behind {@code start}, sorted. */
    List<T> behind(Optional<K> start, Collection<T> found) {
        Comparator<K> order = descending ? Comparator.<K>reverseOrder() : Comparator.<K>naturalOrder();
        return found.stream()
                .filter(each -> start.map(place -> order.compare(key.apply(each), place) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(key, order))
                .toList();
    }
}
