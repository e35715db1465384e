package org.vitaledger.api.error;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Problems as FHIR R4 OperationOutcome in JSON, for the places where no FHIR library runs. */
public final class Outcomes {
    private static final JsonFactory JSON = new JsonFactory();

    private Outcomes() {}

    /** The JSON text; {@code subject} is the parameter or element concerned. */
    public static String json(Problem problem, Optional<String> subject) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("resourceType", "OperationOutcome");
            out.writeArrayFieldStart("issue");
            out.writeStartObject();
            out.writeStringField("severity", "error");
            out.writeStringField("code", problem.type().code());
            out.writeObjectFieldStart("details");
            out.writeArrayFieldStart("coding");
            out.writeStartObject();
            out.writeStringField("system", Problem.SYSTEM);
            out.writeStringField("code", problem.code());
            out.writeEndObject();
            out.writeEndArray();
            out.writeStringField("text", problem.text());
            out.writeEndObject();
            out.writeStringField("diagnostics", diagnostics(problem, subject));
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string takes every write", e);
        }
        return text.toString();
    }

    /** The remedy, and what it concerns. */
    public static String diagnostics(Problem problem, Optional<String> subject) {
        return subject.map(name -> name + ": " + problem.remedy()).orElse(problem.remedy());
    }
}
