package org.vitaledger.api.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.bytes.Hash;

/**
 * Links from page to page. A link carries the place of the last resource, bound to the type and the parameters of its
 * search, and leads to what is behind that place. Every page is decided anew, so a link opens nothing by itself.
 */
final class Paging {
    private static final int BINDING = 8;
    private static final String CURSOR = "_cursor";
    private static final String OURS = "vitaledger.page";
    private static final String TOTAL = "vitaledger.total";

    private final SearchRequest search;
    private final String base;

    Paging(SearchRequest search, String base) {
        this.search = search;
        this.base = base;
    }

    /**
     * The place where the page starts.
     *
     * @throws RefusedRequest if the link is not one of this search
     */
    Optional<String> start() {
        return search.cursor().map(this::open);
    }

    /** An empty searchset with its link to itself. */
    Bundle bundle() {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.SEARCHSET);
        bundle.addLink().setRelation("self").setUrl(url(search.cursor()));
        bundle.setUserData(OURS, true);
        return bundle;
    }

    /** Adds to a page the total that it is known to have; a page without stays without. */
    static void setTotal(Bundle bundle, int total) {
        bundle.setTotal(total).setUserData(TOTAL, true);
    }

    /** Takes away the total that the FHIR library puts in where there is none: the size of a page. */
    static void finish(Bundle bundle) {
        if (bundle.hasUserData(OURS) && !bundle.hasUserData(TOTAL)) {
            bundle.setTotalElement(null);
        }
    }

    private void add(Bundle bundle, Resource resource) {
        bundle.addEntry()
                .setFullUrl(base + "/" + search.resource() + "/"
                        + resource.getIdElement().getIdPart())
                .setResource(resource)
                .getSearch()
                .setMode(Bundle.SearchEntryMode.MATCH);
    }

    /** A whole page: those of {@code found} behind the start, as many as asked for, and the link to the next. */
    <T, K extends Comparable<? super K>> Bundle page(
            Collection<T> found, PageOrder<T, K> order, Function<T, ? extends Resource> resource) {
        Bundle bundle = bundle();
        setTotal(bundle, found.size());
        if (!search.countsOnly()) {
            fill(bundle, order.behind(start().map(order::place), found), order, resource);
        }
        return bundle;
    }

    /** Adds the first of {@code behind}, as many as asked for, and the link to the next page if there are more. */
    <T, K extends Comparable<? super K>> void fill(
            Bundle bundle, List<T> behind, PageOrder<T, K> order, Function<T, ? extends Resource> resource) {
        int count = Math.min(behind.size(), search.count());
        behind.subList(0, count).forEach(each -> add(bundle, resource.apply(each)));
        if (count < behind.size()) {
            bundle.addLink().setRelation("next").setUrl(url(Optional.of(seal(order.text(behind.get(count - 1))))));
        }
    }

    private String seal(String place) {
        byte[] text = place.getBytes(UTF_8);
        byte[] sealed = Arrays.copyOf(binding(), BINDING + text.length);
        System.arraycopy(text, 0, sealed, BINDING, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    private String open(String cursor) {
        byte[] sealed = References.parsed(cursor, Base64.getUrlDecoder()::decode)
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.BAD_CURSOR));
        if (sealed.length <= BINDING || !Arrays.equals(sealed, 0, BINDING, binding(), 0, BINDING)) {
            throw new RefusedRequest(ApiRefusal.BAD_CURSOR);
        }
        return new String(sealed, BINDING, sealed.length - BINDING, UTF_8);
    }

    private byte[] binding() {
        String bound = search.resource() + "?" + query(Optional.empty());
        return Hash.sha256(bound.getBytes(UTF_8)).toArray();
    }

    private String url(Optional<String> cursor) {
        String query = query(cursor);
        return base + "/" + search.resource() + (query.isEmpty() ? "" : "?" + query);
    }

    private String query(Optional<String> cursor) {
        Map<String, String[]> parameters = new TreeMap<>(search.raw());
        parameters.remove(CURSOR);
        cursor.ifPresent(value -> parameters.put(CURSOR, new String[] {value}));
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, values) -> {
            for (String value : values) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(URLEncoder.encode(name, UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, UTF_8));
            }
        });
        return query.toString();
    }
}
