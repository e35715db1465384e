package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.audit.AuditPlace;
import org.vitaledger.api.audit.AuditQuery;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.vault.ReadingQuery.Span;

/**
 * The audit trail. Patients see all records of their own, auditors those of every patient; each look is itself
 * recorded, with the patients whose records it showed.
 */
public final class AuditEventProvider implements IResourceProvider {
    private static final String SEARCH = "AuditEvent.search";

    private final FhirParts parts;
    private final AuditEventMapper mapper;

    /** Shows events whose proofs are below {@code proofBase}. */
    public AuditEventProvider(FhirParts parts, String proofBase) {
        this.parts = parts;
        this.mapper = new AuditEventMapper(proofBase);
    }

    @Override
    public Class<AuditEvent> getResourceType() {
        return AuditEvent.class;
    }

    /** One record. */
    @Read
    public AuditEvent read(@IdParam IdType id, RequestDetails request) {
        Optional<AuditEventId> wanted = References.parsed(id.getIdPart(), AuditEventId::parse);
        return mapper.event(parts.records().access(Callers.of(request), wanted, "AuditEvent.read"));
    }

    /** The records that the caller may see, newest first. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        boolean newestFirst = search.newestFirst();
        Paging paging = new Paging(search, parts.base());
        PageOrder<TrailPlace, TrailPlace> order = new PageOrder<>(Function.identity(), TrailPlace.FORM, newestFirst);
        Optional<TrailPlace> start = paging.start().map(order::place);
        TimeSpans times = new DateValue(parts.clock().instant()).spans(search.all("date"));
        Optional<Set<PrincipalId>> agents = ObservationQuery.meet(
                search.all("agent"), value -> parts.references().id("Practitioner", value, PrincipalId::parse));
        Caller caller = Callers.of(request);
        Optional<Set<PatientHandle>> patients = patients(caller, search);
        // Each look at the trail makes it longer: pages tell what was there at the first, or the last would never come.
        long until = start.map(TrailPlace::until).orElseGet(log()::end);
        Span hull = times.hull();
        AuditQuery query = new AuditQuery(patients, agents, hull.from(), hull.to(), times::contains, until);
        Optional<List<AuditPlace>> named = search.has("_id") ? Optional.of(byId(search, query)) : Optional.empty();
        Bundle bundle = paging.bundle();
        if (named.isPresent()) {
            Paging.setTotal(bundle, named.get().size());
        } else if (patients.isPresent() || search.countsOnly() || search.wantsTotal()) {
            Paging.setTotal(bundle, Math.toIntExact(log().count(query)));
        }
        int wanted = search.countsOnly() ? 0 : search.count();
        List<AuditPlace> found =
                named.orElseGet(() -> log().find(query, start.map(TrailPlace::place), newestFirst, wanted + 1));
        List<TrailPlace> behind = order.behind(
                start, found.stream().map(place -> new TrailPlace(place, until)).toList());
        if (patients.isEmpty()) {
            List<TrailPlace> shown = behind.subList(0, Math.min(wanted, behind.size()));
            recordLook(caller, search.has("_id") ? patientsOf(ids(search)) : patientsOf(shown, query));
        }
        if (!search.countsOnly()) {
            paging.fill(bundle, behind, order, place -> mapper.event(log().record(place.place(), query)));
        }
        return bundle;
    }

    /** The records that are named, as far as the other parameters let them pass. */
    private List<AuditPlace> byId(SearchRequest search, AuditQuery query) {
        return ids(search).stream()
                .filter(id ->
                        query.patients().map(set -> set.contains(id.patient())).orElse(true))
                .flatMap(id -> log().record(id.patient(), id.number()).stream())
                .filter(query::asksFor)
                .map(log()::place)
                .toList();
    }

    private static Set<AuditEventId> ids(SearchRequest search) {
        return ObservationQuery.meet(search.all("_id"), value -> References.parsed(value, AuditEventId::parse))
                .orElse(Set.of());
    }

    /** Whose records are looked at: of named patients, or the caller's own; empty for all. */
    private Optional<Set<PatientHandle>> patients(Caller caller, SearchRequest search) {
        Optional<NamedPatients> named = NamedPatients.of(search.all("patient"), parts.references());
        if (caller.role() == Role.PATIENT) {
            Set<PatientHandle> asked = named.map(NamedPatients::named).orElse(Set.of(own(caller)));
            return Optional.of(parts.decisions().named(caller, asked, SEARCH).stream()
                    .map(Grant::patient)
                    .filter(patient ->
                            named.map(names -> names.met().contains(patient)).orElse(true))
                    .collect(Collectors.toSet()));
        }
        if (named.isEmpty()) {
            parts.decisions().auditTrail(caller, List.of(), SEARCH);
            return Optional.empty();
        }
        Set<PatientHandle> known =
                named.get().met().stream().filter(this::isOnRecord).collect(Collectors.toSet());
        // That nobody asked for a patient is an answer, too.
        boolean areAll = known.containsAll(named.get().named());
        Set<PatientHandle> looked = new HashSet<>(known);
        if (!areAll) {
            looked.add(DecisionPoint.NOBODY);
        }
        parts.decisions().auditTrail(caller, looked, SEARCH);
        return Optional.of(known);
    }

    private boolean isOnRecord(PatientHandle patient) {
        return log().count(patient) > 0;
    }

    /** Also a record that the other parameters leave out tells of its patient. */
    private Set<PatientHandle> patientsOf(Set<AuditEventId> ids) {
        return ids.stream()
                .map(AuditEventId::patient)
                .map(patient -> isOnRecord(patient) ? patient : DecisionPoint.NOBODY)
                .collect(Collectors.toSet());
    }

    private Set<PatientHandle> patientsOf(List<TrailPlace> shown, AuditQuery query) {
        return shown.stream()
                .map(place -> log().record(place.place(), query).request().patient())
                .collect(Collectors.toSet());
    }

    /** A look at all patients is recorded with those of whom it tells. */
    private void recordLook(Caller caller, Set<PatientHandle> patients) {
        parts.decisions().auditTrail(caller, patients.isEmpty() ? Set.of(DecisionPoint.NOBODY) : patients, SEARCH);
    }

    private AuditLog log() {
        return parts.stores().audit();
    }

    private static PatientHandle own(Caller caller) {
        return caller.patient().orElseThrow(() -> new RefusedRequest(ApiRefusal.ROLE_MISSING));
    }
}
