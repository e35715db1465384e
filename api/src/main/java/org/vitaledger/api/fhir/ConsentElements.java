package org.vitaledger.api.fhir;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Property;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;

/**
 * The elements of a Consent that the ledger keeps and enforces. Everything else that a client says is refused by its path,
 * also what later versions of the library add, so that no patient believes in a restriction that nobody enforces.
 */
final class ConsentElements {
    /** Kept and enforced, or assigned by the server whatever the client says (FHIR R4 http 3.1.0.8). */
    private static final Set<String> KEPT = Set.of(
            "Consent.id",
            "Consent.meta",
            "Consent.meta.versionId",
            "Consent.meta.lastUpdated",
            "Consent.status",
            "Consent.patient",
            "Consent.patient.reference",
            "Consent.provision",
            "Consent.provision.type",
            "Consent.provision.period",
            "Consent.provision.period.start",
            "Consent.provision.period.end",
            "Consent.provision.actor",
            "Consent.provision.actor.reference",
            "Consent.provision.actor.reference.reference",
            "Consent.provision.purpose",
            "Consent.provision.purpose.system",
            "Consent.provision.purpose.code",
            "Consent.provision.code",
            "Consent.provision.code.coding",
            "Consent.provision.code.coding.system",
            "Consent.provision.code.coding.code");

    /** What every consent here is: a client may say it, once and without more words. */
    private static final Map<String, CodeableConcept> FIXED = Map.of(
            "Consent.scope", concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
            "Consent.category", concept(ObservationMapper.LOINC, "59284-0"),
            "Consent.policyRule", concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN"),
            "Consent.provision.actor.role",
                    concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP"));

    private static final Set<String> WITHIN_FIXED = Set.of(".coding", ".coding.system", ".coding.code");

    private ConsentElements() {}

    /**
     * Looks at every element of a resource.
     *
     * @throws RefusedRequest {@link ApiRefusal#NOT_REPRESENTABLE} with the path of the first that is not kept
     */
    static void check(Consent consent) {
        check("Consent", consent);
    }

    /** What a consent here always says at one of its paths. */
    static CodeableConcept fixed(String path) {
        return Objects.requireNonNull(FIXED.get(path)).copy();
    }

    private static void check(String path, Base element) {
        for (Property property : element.children()) {
            if (property.hasValues()) {
                check(path + "." + property.getName().replace("[x]", ""), property.getValues());
            }
        }
    }

    private static void check(String path, List<Base> values) {
        if (!isKept(path)) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, path);
        }
        values.forEach(value -> check(path, value));
        CodeableConcept fixed = FIXED.get(path);
        if (fixed != null && !(values.size() == 1 && fixed.equalsDeep(values.getFirst()))) {
            throw new RefusedRequest(ApiRefusal.NOT_REPRESENTABLE, path);
        }
    }

    private static boolean isKept(String path) {
        return KEPT.contains(path)
                || FIXED.keySet().stream()
                        .filter(path::startsWith)
                        .map(fixed -> path.substring(fixed.length()))
                        .anyMatch(rest -> rest.isEmpty() || WITHIN_FIXED.contains(rest));
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept(new Coding(system, code, null));
    }
}
