package org.vitaledger.api.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
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
 * Links from page to page. A link carries the place of the last resource, bound to the search it belongs to; every page
 * is decided anew, so a link opens nothing by itself.
 */
final class Paging {
    private static final int BINDING = 8;
    private static final String CURSOR = "_cursor";

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
        return bundle;
    }

    /** Adds a resource that matches. */
    void add(Bundle bundle, Resource resource) {
        bundle.addEntry()
                .setFullUrl(base + "/" + search.resource() + "/"
                        + resource.getIdElement().getIdPart())
                .setResource(resource)
                .getSearch()
                .setMode(Bundle.SearchEntryMode.MATCH);
    }

    /** A whole page of things in their order: those behind the start, as many as asked for, and the link to the next. */
    <T> Bundle page(List<T> all, Function<T, String> place, Function<T, ? extends Resource> resource) {
        Bundle bundle = bundle().setTotal(all.size());
        Optional<String> start = start();
        int from = 0;
        if (start.isPresent()) {
            while (from < all.size() && !place.apply(all.get(from)).equals(start.get())) {
                from++;
            }
            from++;
        }
        if (search.countsOnly()) {
            return bundle;
        }
        int to = Math.min(all.size(), from + search.count());
        for (int i = from; i < to; i++) {
            add(bundle, resource.apply(all.get(i)));
        }
        if (from < to && to < all.size()) {
            linkNext(bundle, place.apply(all.get(to - 1)));
        }
        return bundle;
    }

    /** Adds the link to the page behind a place. */
    void linkNext(Bundle bundle, String place) {
        bundle.addLink().setRelation("next").setUrl(url(Optional.of(seal(place))));
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
        return Hash.sha256(query(Optional.empty()).getBytes(UTF_8)).toArray();
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
