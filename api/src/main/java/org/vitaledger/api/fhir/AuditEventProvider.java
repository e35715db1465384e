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
import java.util.stream.LongStream;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.vitaledger.api.audit.AuditLog;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.proof.AuditRecord;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;

/**
 * The audit trail. Patients see all records of their own chain, auditors those of every patient; each look is itself
 * recorded, in the chains that it looked at.
 */
public final class AuditEventProvider implements IResourceProvider {
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
        Optional<AuditPlace> start = paging.start().map(order(Instant.MAX, newestFirst)::place);
        TimeSpans times = new DateValue(parts.clock().instant()).spans(search.all("date"));
        Optional<Set<PrincipalId>> agents = ObservationQuery.meet(
                search.all("agent"), value -> parts.references().id("Practitioner", value, PrincipalId::parse));
        List<PatientHandle> patients = patients(Callers.of(request), search);
        List<AuditRecord> found = patients.stream()
                .flatMap(this::records)
                .filter(record -> times.contains(record.access().time()))
                .filter(record -> agents.map(
                                set -> set.contains(record.request().principal()))
                        .orElse(true))
                .filter(record -> search.admits("_id", id(record)))
                .toList();
        Instant until = start.map(AuditPlace::until).orElseGet(() -> newest(found));
        List<AuditRecord> standing = found.stream()
                .filter(record -> !record.access().time().isAfter(until))
                .toList();
        return paging.page(standing, order(until, newestFirst), mapper::event);
    }

    /** Each look at the trail makes it longer: pages tell what was there at the first, or the last would never come. */
    private static Instant newest(List<AuditRecord> records) {
        return records.stream()
                .map(record -> record.access().time())
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private static PageOrder<AuditRecord, AuditPlace> order(Instant until, boolean newestFirst) {
        return new PageOrder<>(record -> AuditPlace.of(record, until), AuditPlace.FORM, newestFirst);
    }

    private List<PatientHandle> patients(Caller caller, SearchRequest search) {
        String interaction = "AuditEvent.search";
        Optional<NamedPatients> named = NamedPatients.of(search.all("patient"), parts.references());
        if (caller.role() == Role.PATIENT) {
            Set<PatientHandle> asked = named.map(NamedPatients::named).orElse(Set.of(own(caller)));
            return parts.decisions().named(caller, asked, interaction).stream()
                    .map(Grant::patient)
                    .filter(patient ->
                            named.map(names -> names.met().contains(patient)).orElse(true))
                    .toList();
        }
        Set<PatientHandle> all = Set.copyOf(log().patients());
        List<PatientHandle> among = named.map(
                        names -> names.met().stream().filter(all::contains).toList())
                .orElse(List.copyOf(all));
        parts.decisions().auditTrail(caller, among, interaction);
        return among;
    }

    private java.util.stream.Stream<AuditRecord> records(PatientHandle patient) {
        return LongStream.rangeClosed(1, log().count(patient))
                .mapToObj(number -> log().record(patient, number))
                .flatMap(Optional::stream);
    }

    private AuditLog log() {
        return parts.stores().audit();
    }

    private static PatientHandle own(Caller caller) {
        return caller.patient().orElseThrow(() -> new RefusedRequest(ApiRefusal.ROLE_MISSING));
    }

    private static String id(AuditRecord record) {
        return new AuditEventId(record.request().patient(), record.number()).text();
    }
}
