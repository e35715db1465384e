package org.vitaledger.api.fhir;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.value.CodeSet;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;

/**
 * Consents between the ledger and FHIR. One permit provision: one actor (Practitioner or Organization), purposes,
 * optionally LOINC codes and a period. What says less or something else is refused; what says more,
 * {@link ConsentElements} refuses before.
 */
final class ConsentMapper {
    static final String PURPOSE = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

    private final References references;

    ConsentMapper(References references) {
        this.references = references;
    }

    /** The resource of a consent, with its version. */
    Consent resource(org.vitaledger.core.value.Consent consent) {
        Consent resource = new Consent();
        resource.setId(consent.id().text());
        resource.getMeta().setVersionId(Integer.toString(consent.version()));
        resource.setStatus(
                switch (consent.status()) {
                    case ACTIVE -> Consent.ConsentState.ACTIVE;
                    case REVOKED -> Consent.ConsentState.INACTIVE;
                });
        resource.setScope(ConsentElements.fixed("Consent.scope"));
        resource.addCategory(ConsentElements.fixed("Consent.category"));
        resource.setPatient(new Reference("Patient/" + consent.patient().text()));
        resource.setPolicyRule(ConsentElements.fixed("Consent.policyRule"));
        resource.setProvision(provision(consent.terms()));
        return resource;
    }

    /**
     * The terms of a resource.
     *
     * @param start the start where the resource names none
     * @throws RefusedRequest if it says less or more than the ledger keeps
     */
    org.vitaledger.core.value.Consent.Terms terms(Consent resource, Instant start) {
        Consent.ProvisionComponent provision = resource.getProvision();
        require(provision.getType() == Consent.ConsentProvisionType.PERMIT, "type");
        require(provision.getActor().size() == 1, "actor");
        ConsentPeriod period = ConsentPeriod.of(provision.getPeriod(), start);
        Set<Purpose> purposes = purposes(provision.getPurpose());
        Set<String> codes = codes(provision.getCode());
        return new org.vitaledger.core.value.Consent.Terms(
                grantee(provision.getActorFirstRep().getReference()), purposes, codes, period.start(), period.end());
    }

    private Consent.ProvisionComponent provision(org.vitaledger.core.value.Consent.Terms terms) {
        Consent.ProvisionComponent provision = new Consent.ProvisionComponent();
        provision.setType(Consent.ConsentProvisionType.PERMIT);
        provision.setPeriod(ConsentPeriod.resource(terms));
        provision
                .addActor()
                .setRole(ConsentElements.fixed("Consent.provision.actor.role"))
                .setReference(actor(terms.grantee()));
        terms.purposes().stream()
                .sorted()
                .forEach(purpose -> provision.addPurpose(new Coding(PURPOSE, purpose.name(), null)));
        terms.codes().stream()
                .sorted()
                .forEach(code ->
                        provision.addCode(new CodeableConcept(new Coding(ObservationMapper.LOINC, code, null))));
        return provision;
    }

    private static Reference actor(Grantee grantee) {
        return switch (grantee) {
            case Grantee.OnePrincipal one ->
                new Reference("Practitioner/" + one.id().text());
            case Grantee.WholeMember all ->
                new Reference("Organization/" + all.id().text());
        };
    }

    private Grantee grantee(Reference actor) {
        String reference = actor.hasReference() ? actor.getReference() : "";
        return references
                .typed("Practitioner", reference, PrincipalId::parse)
                .<Grantee>map(Grantee.OnePrincipal::new)
                .or(() -> references
                        .typed("Organization", reference, MemberId::new)
                        .map(Grantee.WholeMember::new))
                .orElseThrow(() -> notKept("actor"));
    }

    private static Set<Purpose> purposes(List<Coding> codings) {
        require(!codings.isEmpty(), "purpose");
        Set<Purpose> purposes = new HashSet<>();
        for (Coding coding : codings) {
            require(PURPOSE.equals(coding.getSystem()) && coding.hasCode(), "purpose");
            purposes.add(References.parsed(coding.getCode(), Purpose::valueOf).orElseThrow(() -> notKept("purpose")));
        }
        return purposes;
    }

    /** An empty set is every code, so nothing that names codes may come out as one. */
    private static Set<String> codes(List<CodeableConcept> concepts) {
        Set<String> codes = new HashSet<>();
        for (CodeableConcept concept : concepts) {
            Coding coding = concept.getCodingFirstRep();
            require(concept.getCoding().size() == 1 && ObservationMapper.LOINC.equals(coding.getSystem()), "code");
            require(coding.hasCode(), "code");
            codes.add(coding.getCode());
        }
        require(codes.size() <= org.vitaledger.core.value.Consent.MAX_CODES, "code");
        return References.parsed(codes, CodeSet::of).orElseThrow(() -> notKept("code"));
    }

    private static void require(boolean kept, String element) {
        if (!kept) {
            throw notKept(element);
        }
    }

    private static RefusedRequest notKept(String element) {
        return new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, "Consent.provision." + element);
    }
}
