package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.Catalogue;
import org.vitaledger.vault.OpenedReading;
import org.vitaledger.vault.PatientRecord;
import org.vitaledger.vault.ReadingQuery;

/** Observations: readings, read from the vault under a grant. */
public final class ObservationProvider implements IResourceProvider {
    private static final PageOrder.Form<ReadingQuery.Cursor> PLACE =
            new PageOrder.Form<>(ObservationProvider::text, ObservationProvider::place);

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
        Optional<ReadingId> reading = References.parsed(id.getIdPart(), ReadingId::parse);
        OpenedReading opened = parts.records().reading(Callers.of(request), reading, "Observation.read");
        return ObservationMapper.observation(opened.reading());
    }

    /** Readings of the patients named, or of all whose readings the caller may see. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        ObservationQuery query = ObservationQuery.of(search, parts);
        Paging paging = new Paging(search, parts.base());
        PageOrder<OpenedReading, ReadingQuery.Cursor> order =
                new PageOrder<>(opened -> ReadingQuery.Cursor.of(opened.reading()), PLACE, search.newestFirst());
        Optional<ReadingQuery.Cursor> start = paging.start().map(order::place);
        int count = search.count();
        List<PatientRecord> records = records(Callers.of(request), query);
        Bundle bundle = paging.bundle();
        if (query.matchesNothing() || records.isEmpty()) {
            Paging.setTotal(bundle, 0);
            return bundle;
        }
        List<OpenedReading> found = search.countsOnly()
                ? List.of()
                : readings(records, query, new Wanted(order, new ReadingQuery.Page(count, order.descending(), start)));
        paging.fill(bundle, found, order, opened -> ObservationMapper.observation(opened.reading()));
        boolean whole = !search.countsOnly() && start.isEmpty() && found.size() <= count;
        if (whole) {
            Paging.setTotal(bundle, found.size());
        } else if (search.countsOnly() || search.wantsTotal()) {
            Paging.setTotal(bundle, total(records, query));
        }
        return bundle;
    }

    /** Which page of a search, in its order. */
    private record Wanted(PageOrder<OpenedReading, ReadingQuery.Cursor> order, ReadingQuery.Page page) {}

    private List<PatientRecord> records(Caller caller, ObservationQuery query) {
        String interaction = "Observation.search";
        List<Grant> grants = query.patients().isPresent()
                ? parts.decisions().named(caller, query.patients().get().named(), interaction)
                : parts.decisions().everybody(caller, owners(query), interaction);
        return grants.stream()
                .filter(grant -> query.patients()
                        .map(patients -> patients.met().contains(grant.patient()))
                        .orElse(true))
                .map(parts.stores().vault()::open)
                .toList();
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
    private static List<OpenedReading> readings(List<PatientRecord> records, ObservationQuery query, Wanted wanted) {
        long limit = wanted.page().limit() + 1L;
        if (query.ids().isPresent()) {
            return wanted.order().behind(wanted.page().after(), byId(records, query)).stream()
                    .limit(limit)
                    .toList();
        }
        MergedReadings merged = new MergedReadings(records, selection(query, wanted.page()));
        return Stream.generate(merged::next)
                .limit(limit)
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<OpenedReading> byId(List<PatientRecord> records, ObservationQuery query) {
        return query.ids().orElse(Set.of()).stream()
                .flatMap(id -> records.stream().flatMap(record -> record.reading(id).stream()))
                .filter(found -> query.matches(found.reading()))
                .toList();
    }

    private static int total(List<PatientRecord> records, ObservationQuery query) {
        if (query.ids().isPresent()) {
            return byId(records, query).size();
        }
        ReadingQuery.Page all = new ReadingQuery.Page(1000, true, Optional.empty());
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

    private static String text(ReadingQuery.Cursor place) {
        return place.time().toEpochMilli() + "/" + place.id().text();
    }

    private static ReadingQuery.Cursor place(String text) {
        String[] halves = text.split("/", 2);
        if (halves.length != 2 || !halves[0].matches("-?[0-9]{1,18}")) {
            throw new IllegalArgumentException("no place of a reading");
        }
        return new ReadingQuery.Cursor(Instant.ofEpochMilli(Long.parseLong(halves[0])), ReadingId.parse(halves[1]));
    }
}
