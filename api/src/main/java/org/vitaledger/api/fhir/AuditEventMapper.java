package org.vitaledger.api.fhir;

import java.util.Date;
import java.util.Locale;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.vitaledger.core.access.DenyReason;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.audit.AuditRecord;

/** Audit records as AuditEvents, each with the address of its proof. */
final class AuditEventMapper {
    private static final String TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type";
    private static final String INTERACTION = "http://hl7.org/fhir/restful-interaction";
    private static final String ROLE = "https://vitaledger.org/fhir/CodeSystem/role";

    private final String base;

    AuditEventMapper(String base) {
        this.base = base;
    }

    AuditEvent event(AuditRecord record) {
        AuditEvent event = new AuditEvent();
        String id = new AuditEventId(record.request().patient(), record.number()).text();
        event.setId(id);
        event.setType(new Coding(TYPE, "rest", "RESTful Operation"));
        String interaction = record.access().interaction();
        String kind = interaction.substring(interaction.indexOf('.') + 1);
        event.addSubtype(new Coding(INTERACTION, kind.equals("search") ? "search-type" : kind, null));
        event.setAction(action(kind));
        event.setRecorded(Date.from(record.access().time()));
        boolean permitted = record.decision().denied().isEmpty();
        event.setOutcome(permitted ? AuditEvent.AuditEventOutcome._0 : AuditEvent.AuditEventOutcome._4);
        record.decision().denied().map(DenyReason::name).ifPresent(event::setOutcomeDesc);
        event.addPurposeOfEvent(new CodeableConcept(
                new Coding(ConsentMapper.PURPOSE, record.request().purpose().name(), null)));
        agent(event, record);
        event.getSource()
                .setSite(record.member().text())
                .setObserver(new Reference().setDisplay(record.member().text()));
        entities(event, record, interaction);
        event.addExtension(
                "https://vitaledger.org/fhir/StructureDefinition/proof",
                new org.hl7.fhir.r4.model.UrlType(base + "/proofs/access/" + id));
        return event;
    }

    private static AuditEvent.AuditEventAction action(String kind) {
        return switch (kind) {
            case "search" -> AuditEvent.AuditEventAction.E;
            case "create" -> AuditEvent.AuditEventAction.C;
            case "delete" -> AuditEvent.AuditEventAction.D;
            default -> AuditEvent.AuditEventAction.R;
        };
    }

    private static void agent(AuditEvent event, AuditRecord record) {
        event.addAgent()
                .setRequestor(true)
                .addRole(new CodeableConcept(
                        new Coding(ROLE, record.request().role().name().toLowerCase(Locale.ROOT), null)))
                .setWho(new Reference(
                        "Practitioner/" + record.request().principal().text()));
    }

    private static void entities(AuditEvent event, AuditRecord record, String interaction) {
        AuditEvent.AuditEventEntityComponent patient = event.addEntity();
        patient.setWhat(new Reference("Patient/" + record.request().patient().text()));
        patient.setName(interaction);
        patient.addDetail()
                .setType("ledger-height")
                .setValue(new StringType(Long.toString(record.decision().height())));
        for (Grant.ConsentVersion consent : record.decision().consents()) {
            event.addEntity()
                    .setWhat(new Reference("Consent/" + consent.id().text() + "/_history/" + consent.version()));
        }
    }
}
