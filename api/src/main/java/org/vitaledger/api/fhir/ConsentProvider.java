package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.contract.State;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.ConsentId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Receipt;

/**
 * Consents, on the ledger. Patients give, change and take back their own; a clinician sees those that name them, while
 * one of them permits. An update needs If-Match; the status inactive or entered-in-error takes the consent back for good.
 */
public final class ConsentProvider implements IResourceProvider {
    private static final Duration INDEXED = Duration.ofSeconds(5);

    private final FhirParts parts;
    private final ConsentMapper mapper;

    public ConsentProvider(FhirParts parts) {
        this.parts = parts;
        this.mapper = new ConsentMapper(parts.references());
    }

    @Override
    public Class<org.hl7.fhir.r4.model.Consent> getResourceType() {
        return org.hl7.fhir.r4.model.Consent.class;
    }

    /** One consent, as it stands or in a version that it had. */
    @Read(version = true)
    public org.hl7.fhir.r4.model.Consent read(@IdParam IdType id, RequestDetails request) {
        Caller caller = Callers.of(request);
        Optional<ConsentId> wanted = References.parsed(id.getIdPart(), ConsentId::parse);
        if (!id.hasVersionIdPart()) {
            return mapper.resource(parts.records().consent(caller, wanted, "Consent.read"));
        }
        Optional<Consent> version =
                wanted.flatMap(consent -> new ConsentVersions(parts.stores()).version(consent, id.getVersionIdPart()));
        return mapper.resource(parts.records().version(caller, version, "Consent.read"));
    }

    /** The consents that the caller may see. */
    @Search(allowUnknownParams = true)
    public Bundle search(RequestDetails request) {
        SearchRequest search = SearchRequest.of(request);
        search.newestFirst();
        Paging paging = new Paging(search, parts.base());
        paging.start();
        Caller caller = Callers.of(request);
        Optional<NamedPatients> patients = NamedPatients.of(search.all("patient"), parts.references());
        List<Grant> grants = patients.isPresent()
                ? parts.decisions().named(caller, patients.get().named(), "Consent.search")
                : parts.decisions().everybody(caller, Optional.empty(), "Consent.search");
        State state = parts.stores().ledger().snapshot().state();
        List<org.hl7.fhir.r4.model.Consent> found = grants.stream()
                .filter(grant -> patients.map(named -> named.met().contains(grant.patient()))
                        .orElse(true))
                .flatMap(grant -> state.consentsOf(grant.patient()).stream())
                .filter(consent -> parts.records().concerns(caller, consent))
                .map(mapper::resource)
                .filter(consent -> search.admits("_id", consent.getIdElement().getIdPart()))
                .filter(consent -> search.admits("status", consent.getStatus().toCode()))
                .toList();
        return paging.page(
                found, PageOrder.byText(consent -> consent.getIdElement().getIdPart()), consent -> consent);
    }

    /** Gives a consent. */
    @Create
    public MethodOutcome create(@ResourceParam org.hl7.fhir.r4.model.Consent resource, RequestDetails request) {
        Caller caller = patient(request);
        ConsentElements.check(resource);
        requireActive(resource);
        requireOwn(caller, resource);
        ConsentId id = new ConsentId(Bytes.of(parts.randomBytes(ConsentId.SIZE)));
        Consent consent = new Consent(id, 1, own(caller), terms(resource), Consent.Status.ACTIVE);
        submit(new Command.PutConsent(consent, caller.principal()));
        return outcome(id).setCreated(true);
    }

    /** Changes a consent, or takes it back. */
    @Update
    public MethodOutcome update(
            @IdParam IdType id, @ResourceParam org.hl7.fhir.r4.model.Consent resource, RequestDetails request) {
        Caller caller = patient(request);
        Consent last = find(id).filter(found -> found.patient().equals(own(caller)))
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        ConsentElements.check(resource);
        requireOwn(caller, resource);
        requireVersion(request, last);
        if (takesBack(resource)) {
            requireSame(resource, last);
            submit(new Command.RevokeConsent(last.id(), caller.principal()));
        } else {
            requireActive(resource);
            Consent next =
                    new Consent(last.id(), last.version() + 1, last.patient(), terms(resource), Consent.Status.ACTIVE);
            submit(new Command.PutConsent(next, caller.principal()));
        }
        return outcome(last.id());
    }

    private MethodOutcome outcome(ConsentId id) {
        Consent consent = parts.stores().ledger().snapshot().state().consent(id).orElseThrow();
        IdType version = new IdType("Consent", id.text(), Integer.toString(consent.version()));
        return new MethodOutcome(version).setResource(mapper.resource(consent));
    }

    private void submit(Command command) {
        Receipt receipt = Futures.join(parts.stores().ledger().submit(command));
        if (receipt.outcome() instanceof Outcome.Refused(var refusal)) {
            throw new RefusedRequest(ErrorTable.of(refusal));
        }
        parts.stores().index().awaitHeight(receipt.height(), INDEXED);
    }

    private Consent.Terms terms(org.hl7.fhir.r4.model.Consent resource) {
        Instant now = Instant.ofEpochMilli(parts.clock().instant().toEpochMilli());
        return mapper.terms(resource, now);
    }

    private Optional<Consent> find(IdType id) {
        State state = parts.stores().ledger().snapshot().state();
        return References.parsed(id.getIdPart(), ConsentId::parse).flatMap(state::consent);
    }

    private static Caller patient(RequestDetails request) {
        Caller caller = Callers.of(request);
        if (caller.role() != Role.PATIENT) {
            throw new RefusedRequest(ApiRefusal.ROLE_MISSING);
        }
        return caller;
    }

    private static PatientHandle own(Caller caller) {
        return caller.patient().orElseThrow(() -> new RefusedRequest(ApiRefusal.ROLE_MISSING));
    }

    private void requireOwn(Caller caller, org.hl7.fhir.r4.model.Consent resource) {
        String reference = resource.getPatient().getReference();
        Optional<PatientHandle> patient = Optional.ofNullable(reference)
                .flatMap(text -> parts.references().typed("Patient", text, PatientHandle::parse));
        if (patient.filter(own(caller)::equals).isEmpty()) {
            throw new RefusedRequest(ApiRefusal.NOT_PERMITTED, "Consent.patient");
        }
    }

    private static void requireActive(org.hl7.fhir.r4.model.Consent resource) {
        if (resource.getStatus() != org.hl7.fhir.r4.model.Consent.ConsentState.ACTIVE) {
            throw new RefusedRequest(ApiRefusal.RULE_BROKEN, "Consent.status");
        }
    }

    /** Who takes a consent back changes nothing else by it. */
    private void requireSame(org.hl7.fhir.r4.model.Consent resource, Consent last) {
        if (resource.hasProvision() && !terms(resource).equals(last.terms())) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, "Consent.provision");
        }
    }

    private static boolean takesBack(org.hl7.fhir.r4.model.Consent resource) {
        return resource.getStatus() == org.hl7.fhir.r4.model.Consent.ConsentState.INACTIVE
                || resource.getStatus() == org.hl7.fhir.r4.model.Consent.ConsentState.ENTEREDINERROR;
    }

    private static void requireVersion(RequestDetails request, Consent last) {
        String match = request.getHeader("If-Match");
        if (match == null) {
            throw new RefusedRequest(ApiRefusal.VERSION_REQUIRED);
        }
        EntityTags tags =
                EntityTags.parse(match).orElseThrow(() -> new RefusedRequest(ApiRefusal.BAD_REQUEST, "If-Match"));
        if (!tags.match(Integer.toString(last.version()))) {
            throw new RefusedRequest(ApiRefusal.VERSION_CONFLICT);
        }
    }
}
