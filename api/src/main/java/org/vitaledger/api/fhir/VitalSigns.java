package org.vitaledger.api.fhir;

import java.util.Map;
import java.util.Optional;

/** LOINC codes that the FHIR vital-signs profile knows, with the names that LOINC gives them. */
final class VitalSigns {
    private static final Map<String, String> DISPLAYS = Map.ofEntries(
            Map.entry("8867-4", "Heart rate"),
            Map.entry("9279-1", "Respiratory rate"),
            Map.entry("2708-6", "Oxygen saturation in Arterial blood"),
            Map.entry("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"),
            Map.entry("8310-5", "Body temperature"),
            Map.entry("8480-6", "Systolic blood pressure"),
            Map.entry("8462-4", "Diastolic blood pressure"),
            Map.entry("8478-0", "Mean blood pressure"),
            Map.entry("29463-7", "Body weight"),
            Map.entry("8302-2", "Body height"),
            Map.entry("39156-5", "Body mass index (BMI) [Ratio]"));

    private VitalSigns() {}

    /** The name of a vital sign, or empty if the code is not one. */
    static Optional<String> display(String code) {
        return Optional.ofNullable(DISPLAYS.get(code));
    }
}
