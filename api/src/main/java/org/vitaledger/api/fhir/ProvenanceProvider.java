package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Reading;
import org.vitaledger.core.value.ReadingId;
import org.vitaledger.vault.OpenedReading;

/**
 * Where Observations come from: one Provenance for each, with its id. Read under the same grant as the Observation. The
 * device signed a whole pack, so the signed bytes and the address of the proof, which holds them too, are there only for
 * those who may see every reading in that pack.
 */
public final class ProvenanceProvider implements IResourceProvider {
    private final FhirParts parts;
    private final String proofBase;

    /** Shows provenances whose proofs are below {@code proofBase}. */
    public ProvenanceProvider(FhirParts parts, String proofBase) {
        this.parts = parts;
        this.proofBase = proofBase;
    }

    @Override
    public Class<Provenance> getResourceType() {
        return Provenance.class;
    }

    /** The provenance of one Observation. */
    @Read
    public Provenance read(@IdParam IdType id, RequestDetails request) {
        Optional<ReadingId> reading = References.parsed(id.getIdPart(), ReadingId::parse);
        return provenance(parts.records().reading(Callers.of(request), reading, "Provenance.read"));
    }

    /** The provenances of the Observations named. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        search.newestFirst();
        if (!search.has("target") && !search.has("_id")) {
            throw new RefusedRequest(ApiRefusal.PARAMETER_REQUIRED, "target");
        }
        Paging paging = new Paging(search, parts.base());
        paging.start();
        Set<ReadingId> wanted = wanted(search);
        Caller caller = Callers.of(request);
        Set<PatientHandle> owners =
                wanted.stream().flatMap(id -> owner(id).stream()).collect(Collectors.toSet());
        List<Grant> grants = parts.decisions().everybody(caller, Optional.of(owners), "Provenance.search");
        List<Provenance> found = grants.stream()
                .map(parts.stores().vault()::open)
                .flatMap(record -> wanted.stream().flatMap(id -> record.reading(id).stream()))
                .map(this::provenance)
                .toList();
        return paging.page(
                found, PageOrder.byText(provenance -> provenance.getIdElement().getIdPart()), provenance -> provenance);
    }

    private Set<ReadingId> wanted(SearchRequest search) {
        Optional<Set<ReadingId>> targets = ObservationQuery.meet(
                search.all("target"), value -> parts.references().id("Observation", value, ReadingId::parse));
        Optional<Set<ReadingId>> ids =
                ObservationQuery.meet(search.all("_id"), value -> References.parsed(value, ReadingId::parse));
        Set<ReadingId> wanted = targets.or(() -> ids).orElse(Set.of());
        return wanted.stream()
                .filter(id -> ids.map(set -> set.contains(id)).orElse(true))
                .collect(Collectors.toSet());
    }

    private Optional<PatientHandle> owner(ReadingId id) {
        return parts.stores().vault().catalogue().patientOf(id);
    }

    private Provenance provenance(OpenedReading opened) {
        Reading reading = opened.reading();
        Provenance provenance = new Provenance();
        provenance.setId(reading.id().text());
        provenance.addTarget(new Reference("Observation/" + reading.id().text()));
        Date measured = Date.from(reading.time());
        provenance.setRecorded(measured);
        Reference device = new Reference("Device/" + reading.id().device().text());
        provenance
                .addAgent()
                .setType(new CodeableConcept(new Coding(
                        "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "author", "Author")))
                .setWho(device);
        opened.signed().ifPresent(signed -> {
            addProof(provenance, reading.id());
            provenance
                    .addSignature()
                    .addType(new Coding("urn:iso-astm:E1762-95:2013", "1.2.840.10065.1.12.1.1", "Author's Signature"))
                    .setWhen(measured)
                    .setWho(device)
                    .setSigFormat("application/cose; cose-type=\"cose-sign1\"")
                    .setData(signed.toArray());
        });
        return provenance;
    }

    private void addProof(Provenance provenance, ReadingId id) {
        provenance
                .addEntity()
                .setRole(Provenance.ProvenanceEntityRole.SOURCE)
                .setWhat(new Reference(proofBase + "/proofs/observation/" + id.text()).setDisplay("C2SP tlog-proof"));
    }
}
