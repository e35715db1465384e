package org.vitaledger.api.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;
import org.vitaledger.vault.Document;

/**
 * Patients. Demographics are sealed in the vault under a random handle, which is the id; operators create them and can't
 * read them back.
 */
public final class PatientProvider implements IResourceProvider {
    private static final String KIND = "Patient";

    private final FhirParts parts;
    private final FhirContext fhir;

    public PatientProvider(FhirParts parts, FhirContext fhir) {
        this.parts = parts;
        this.fhir = fhir;
    }

    @Override
    public Class<Patient> getResourceType() {
        return Patient.class;
    }

    /** One patient. */
    @Read
    public Patient read(@IdParam IdType id, RequestDetails request) {
        PatientHandle handle = ObservationQuery.patient(parts.references(), id.getIdPart());
        return patient(parts.decisions().named(Callers.of(request), handle, "Patient.read"));
    }

    /** The patients whose records the caller may see. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        search.newestFirst();
        Paging paging = new Paging(search, parts.base());
        paging.start();
        Caller caller = Callers.of(request);
        Optional<NamedPatients> ids = NamedPatients.of(search.all("_id"), parts.references());
        List<Grant> grants = ids.isPresent()
                ? parts.decisions().named(caller, ids.get().named(), "Patient.search")
                : parts.decisions().everybody(caller, Optional.empty(), "Patient.search");
        NameMatch names = new NameMatch(search);
        List<Patient> found = grants.stream()
                .filter(grant ->
                        ids.map(named -> named.met().contains(grant.patient())).orElse(true))
                .map(this::patient)
                .filter(names::matches)
                .toList();
        return paging.page(
                found, PageOrder.byText(patient -> patient.getIdElement().getIdPart()), patient -> patient);
    }

    /** Seals demographics under a new handle. */
    @Create
    public MethodOutcome create(@ResourceParam Patient patient, RequestDetails request) {
        if (Callers.of(request).role() != Role.OPERATOR) {
            throw new RefusedRequest(ApiRefusal.ROLE_MISSING);
        }
        requireUnderstood(patient);
        PatientHandle handle = new PatientHandle(Bytes.of(parts.randomBytes(PatientHandle.SIZE)));
        patient.setId(handle.text());
        String json = fhir.newJsonParser().encodeResourceToString(patient);
        Bytes content = Bytes.utf8(json);
        if (content.size() > Document.MAX_SIZE) {
            throw new RefusedRequest(ApiRefusal.TOO_LARGE);
        }
        Futures.join(parts.stores().vault().store(new Document(handle, KIND, handle.text(), content)));
        return new MethodOutcome(new IdType(KIND, handle.text()), true);
    }

    /** FHIR R4 2.6.1.5 and 2.5.1.1: who does not know what these change must not process the resource. */
    private static void requireUnderstood(Patient patient) {
        require(!patient.hasImplicitRules(), "Patient.implicitRules");
        require(!patient.hasModifierExtension(), "Patient.modifierExtension");
        Stream.of(patient.getContact(), patient.getCommunication(), patient.getLink())
                .flatMap(List::stream)
                .forEach(part -> require(!part.hasModifierExtension(), "Patient." + part.fhirType()));
    }

    private static void require(boolean isUnderstood, String path) {
        if (!isUnderstood) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, path);
        }
    }

    /** The demographics, or only the id where the consent covers some codes only. */
    private Patient patient(Grant grant) {
        Patient patient = parts.stores().vault().open(grant).documents(KIND).stream()
                .findFirst()
                .map(document -> fhir.newJsonParser()
                        .parseResource(Patient.class, document.content().utf8()))
                .orElseGet(Patient::new);
        patient.setId(new IdType(KIND, grant.patient().text()));
        return patient;
    }
}
