package org.vitaledger.api.fhir;

import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import java.util.Date;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.vitaledger.core.value.Reading;

/** Readings as Observations: LOINC code, UCUM quantity with the digits that were measured, time to the millisecond. */
final class ObservationMapper {
    static final String LOINC = "http://loinc.org";
    static final String UCUM = "http://unitsofmeasure.org";
    private static final String CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category";

    private ObservationMapper() {}

    static Observation observation(Reading reading) {
        Observation observation = new Observation();
        observation.setId(reading.id().text());
        observation.setStatus(Observation.ObservationStatus.FINAL);
        Coding code = new Coding().setSystem(LOINC).setCode(reading.code());
        VitalSigns.display(reading.code()).ifPresent(display -> {
            code.setDisplay(display);
            observation.addCategory(new CodeableConcept(new Coding(CATEGORY, "vital-signs", "Vital Signs")));
        });
        observation.setCode(new CodeableConcept(code));
        observation.setSubject(new Reference("Patient/" + reading.patient().text()));
        observation.setDevice(new Reference("Device/" + reading.id().device().text()));
        observation.setEffective(
                new DateTimeType(Date.from(reading.time()), TemporalPrecisionEnum.MILLI, TimeZone.getTimeZone("UTC")));
        observation.setValue(new Quantity()
                .setValue(reading.value().toBigDecimal())
                .setUnit(reading.unit())
                .setSystem(UCUM)
                .setCode(reading.unit()));
        return observation;
    }
}
