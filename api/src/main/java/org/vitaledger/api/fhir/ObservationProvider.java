package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.ReadingQuery;

/** Observations: readings, read from the vault under a grant. */
public final class ObservationProvider implements IResourceProvider {
    private final FhirParts parts;

    public ObservationProvider(FhirParts parts) {
        this.parts = parts;
    }

    @Override
    public Class<Observation> getResourceType() {
        return Observation.class;
    }

    /** One reading. */
    @Read
    public Observation read(@IdParam IdType id, RequestDetails request) {
        ReadingId reading = References.parsed(id.getIdPart(), ReadingId::parse)
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        Caller caller = Callers.of(request);
        Optional<PatientHandle> owner = parts.stores().vault().catalogue().patientOf(reading);
        Grant grant = parts.decisions().hidden(caller, owner, "Observation.read");
        return parts.stores()
                .vault()
                .open(grant)
                .reading(reading)
                .map(opened -> ObservationMapper.observation(opened.reading()))
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
    }

    /** Readings of the patients named, or of all whose readings the caller may see. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        ObservationQuery query = ObservationQuery.of(search, parts);
        Paging paging = new Paging(search, parts.base());
        Optional<ReadingQuery.Cursor> start = paging.start().map(ObservationProvider::cursor);
        boolean newestFirst = search.newestFirst();
        int count = search.count();
        List<PatientRecord> records = records(Callers.of(request), query);
        Bundle bundle = paging.bundle();
        if (query.matchesNothing() || records.isEmpty()) {
            return bundle.setTotal(0);
        }
        if (search.countsOnly() || search.wantsTotal()) {
            bundle.setTotal(total(records, query));
        }
        if (!search.countsOnly()) {
            List<OpenedReading> found = readings(records, query, new ReadingQuery.Page(count, newestFirst, start));
            fill(bundle, paging, found, count);
        }
        return bundle;
    }

    private List<PatientRecord> records(Caller caller, ObservationQuery query) {
        String interaction = "Observation.search";
        List<Grant> grants = query.patients().isPresent()
                ? parts.decisions().named(caller, query.patients().get(), interaction)
                : parts.decisions().everybody(caller, owners(query), interaction);
        return grants.stream().map(parts.stores().vault()::open).toList();
    }

    /** The patients to whom ids narrow a search; empty if it names no ids. */
    private Optional<Set<PatientHandle>> owners(ObservationQuery query) {
        Catalogue catalogue = parts.stores().vault().catalogue();
        return query.ids()
                .map(ids -> ids.stream()
                        .flatMap(id -> catalogue.patientOf(id).stream())
                        .collect(Collectors.toSet()));
    }

    /** The readings of a page, and one more if there is more. */
    private static List<OpenedReading> readings(
            List<PatientRecord> records, ObservationQuery query, ReadingQuery.Page page) {
        if (query.ids().isPresent()) {
            return byId(records, query, page);
        }
        MergedReadings merged = new MergedReadings(records, selection(query, page));
        return Stream.generate(merged::next)
                .limit(page.limit() + 1L)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<OpenedReading> byId(
            List<PatientRecord> records, ObservationQuery query, ReadingQuery.Page page) {
        Comparator<OpenedReading> order = Comparator.comparing(OpenedReading::reading, MergedReadings.ASCENDING);
        return query.ids().orElse(Set.of()).stream()
                .flatMap(id -> records.stream().flatMap(record -> record.reading(id).stream()))
                .filter(found -> query.matches(found.reading()))
                .sorted(page.newestFirst() ? order.reversed() : order)
                .dropWhile(found -> page.after()
                        .map(place -> !isBehind(found.reading(), place, page.newestFirst()))
                        .orElse(false))
                .limit(page.limit() + 1L)
                .toList();
    }

    private static boolean isBehind(Reading reading, ReadingQuery.Cursor place, boolean newestFirst) {
        int time = reading.time().compareTo(place.time());
        int byTime = newestFirst ? -time : time;
        return byTime > 0 || (byTime == 0 && !reading.id().equals(place.id()));
    }

    private static int total(List<PatientRecord> records, ObservationQuery query) {
        ReadingQuery.Page all = new ReadingQuery.Page(1000, true, Optional.empty());
        if (query.ids().isPresent()) {
            return byId(records, query, all).size();
        }
        MergedReadings merged = new MergedReadings(records, selection(query, all));
        int total = 0;
        while (merged.next().isPresent()) {
            total++;
        }
        return total;
    }

    private static MergedReadings.Selection selection(ObservationQuery query, ReadingQuery.Page page) {
        return new MergedReadings.Selection(
                query.codes().orElse(Set.of()), query.devices().orElse(Set.of()), query.times(), page);
    }

    private static void fill(Bundle bundle, Paging paging, List<OpenedReading> found, int count) {
        found.stream()
                .limit(count)
                .forEach(opened -> paging.add(bundle, ObservationMapper.observation(opened.reading())));
        if (found.size() > count) {
            Reading last = found.get(count - 1).reading();
            paging.linkNext(bundle, last.time().toEpochMilli() + "/" + last.id().text());
        }
    }

    private static ReadingQuery.Cursor cursor(String place) {
        String[] halves = place.split("/", 2);
        if (halves.length != 2 || !halves[0].matches("[0-9]{1,18}")) {
            throw new RefusedRequest(ApiRefusal.BAD_CURSOR);
        }
        ReadingId id = References.parsed(halves[1], ReadingId::parse)
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.BAD_CURSOR));
        return new ReadingQuery.Cursor(Instant.ofEpochMilli(Long.parseLong(halves[0])), id);
    }
}
