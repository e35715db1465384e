package org.vitaledger.api.fhir;

import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Reference;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.value.Grantee;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Purpose;

/**
 * Consents between the ledger and FHIR. One permit provision: one actor (Practitioner or Organization), purposes,
 * optionally LOINC codes and a period. What says more than the ledger keeps is refused, so that no patient believes in a
 * restriction that nobody enforces.
 */
final class ConsentMapper {
    static final String PURPOSE = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    /** The end of consents without an end. */
    static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

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
        resource.setScope(concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"));
        resource.addCategory(concept(ObservationMapper.LOINC, "59284-0"));
        resource.setPatient(new Reference("Patient/" + consent.patient().text()));
        resource.setPolicyRule(concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"));
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
        boolean more = provision.hasProvision()
                || provision.hasSecurityLabel()
                || provision.hasClass_()
                || provision.hasDataPeriod()
                || provision.hasData()
                || provision.hasAction()
                || resource.hasModifierExtension()
                || provision.hasModifierExtension();
        if (more) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, "Consent.provision");
        }
        if (provision.getType() == Consent.ConsentProvisionType.DENY
                || provision.getActor().size() != 1) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, "Consent.provision.actor");
        }
        Date from = provision.getPeriod().getStart();
        Date to = provision.getPeriod().getEnd();
        return checked(() -> new org.vitaledger.core.value.Consent.Terms(
                grantee(provision.getActorFirstRep().getReference().getReference()),
                purposes(provision.getPurpose()),
                codes(provision.getCode()),
                from == null ? start : from.toInstant(),
                to == null ? NEVER : to.toInstant()));
    }

    private Consent.ProvisionComponent provision(org.vitaledger.core.value.Consent.Terms terms) {
        Consent.ProvisionComponent provision = new Consent.ProvisionComponent();
        provision.setType(Consent.ConsentProvisionType.PERMIT);
        provision.getPeriod().setStart(Date.from(terms.start()));
        if (terms.end().isBefore(NEVER)) {
            provision.getPeriod().setEnd(Date.from(terms.end()));
        }
        provision
                .addActor()
                .setRole(concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"))
                .setReference(actor(terms.grantee()));
        terms.purposes().stream()
                .sorted()
                .forEach(purpose -> provision.addPurpose(new Coding(PURPOSE, purpose.name(), null)));
        terms.codes().stream().sorted().forEach(code -> provision.addCode(concept(ObservationMapper.LOINC, code)));
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

    private Grantee grantee(String reference) {
        if (reference == null) {
            throw new IllegalArgumentException("no reference");
        }
        return references
                .id("Practitioner", reference, PrincipalId::parse)
                .<Grantee>map(Grantee.OnePrincipal::new)
                .or(() ->
                        references.id("Organization", reference, MemberId::new).map(Grantee.WholeMember::new))
                .orElseThrow(() -> new IllegalArgumentException("no principal and no member"));
    }

    private static Set<Purpose> purposes(List<Coding> codings) {
        Set<Purpose> purposes = new HashSet<>();
        for (Coding coding : codings) {
            if (!PURPOSE.equals(coding.getSystem())) {
                throw new IllegalArgumentException("not a purpose of use");
            }
            purposes.add(Purpose.valueOf(coding.getCode()));
        }
        return purposes;
    }

    private static Set<String> codes(List<CodeableConcept> concepts) {
        Set<String> codes = new HashSet<>();
        for (CodeableConcept concept : concepts) {
            if (concept.getCoding().size() != 1
                    || !ObservationMapper.LOINC.equals(
                            concept.getCodingFirstRep().getSystem())) {
                throw new IllegalArgumentException("not a LOINC code");
            }
            codes.add(concept.getCodingFirstRep().getCode());
        }
        return codes;
    }

    private static <T> T checked(Supplier<T> terms) {
        try {
            return terms.get();
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, "Consent.provision");
        }
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
