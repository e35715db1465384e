package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
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
        Caller caller = Callers.of(request);
        Optional<AuditEventId> wanted = References.parsed(id.getIdPart(), AuditEventId::parse);
        Optional<AuditRecord> record = wanted.flatMap(event -> log().record(event.patient(), event.number()));
        permit(caller, record.map(found -> found.request().patient()));
        return record.map(mapper::event).orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
    }

    /** The records that the caller may see, newest first. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        boolean newestFirst = search.newestFirst();
        Paging paging = new Paging(search, parts.base());
        paging.start();
        TimeSpans times = new DateValue(parts.clock().instant()).spans(search.all("date"));
        Optional<Set<PrincipalId>> agents = ObservationQuery.meet(
                search.all("agent"), value -> parts.references().id("Practitioner", value, PrincipalId::parse));
        List<PatientHandle> patients = patients(Callers.of(request), search);
        Comparator<AuditRecord> order = Comparator.comparing(
                        (AuditRecord record) -> record.access().time())
                .thenComparing(record -> record.request().patient())
                .thenComparingLong(AuditRecord::number);
        List<AuditRecord> found = patients.stream()
                .flatMap(this::records)
                .filter(record -> times.contains(record.access().time()))
                .filter(record -> agents.map(
                                set -> set.contains(record.request().principal()))
                        .orElse(true))
                .filter(record -> search.admits("_id", id(record)))
                .sorted(newestFirst ? order.reversed() : order)
                .toList();
        return paging.page(found, AuditEventProvider::id, mapper::event);
    }

    private List<PatientHandle> patients(Caller caller, SearchRequest search) {
        String interaction = "AuditEvent.search";
        Optional<Set<PatientHandle>> named = ObservationQuery.meet(
                search.all("patient"), value -> Optional.of(ObservationQuery.patient(parts.references(), value)));
        if (caller.role() == Role.PATIENT) {
            return parts.decisions().named(caller, named.orElse(Set.of(own(caller))), interaction).stream()
                    .map(grant -> grant.patient())
                    .toList();
        }
        Set<PatientHandle> all = Set.copyOf(log().patients());
        List<PatientHandle> among =
                named.map(set -> set.stream().filter(all::contains).toList()).orElse(List.copyOf(all));
        parts.decisions().auditTrail(caller, among, interaction);
        return among;
    }

    private void permit(Caller caller, Optional<PatientHandle> owner) {
        if (caller.role() == Role.PATIENT) {
            parts.decisions().hidden(caller, owner, "AuditEvent.read");
        } else {
            parts.decisions().auditTrail(caller, owner.stream().toList(), "AuditEvent.read");
        }
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
