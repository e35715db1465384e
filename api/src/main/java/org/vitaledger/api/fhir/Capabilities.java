package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IServerConformanceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/** The metadata: says what {@link SearchTable} and the providers do, no more. */
public final class Capabilities implements IServerConformanceProvider<CapabilityStatement> {
    private static final Map<String, List<TypeRestfulInteraction>> WRITES = Map.of(
            "Consent", List.of(TypeRestfulInteraction.CREATE, TypeRestfulInteraction.UPDATE),
            "Patient", List.of(TypeRestfulInteraction.CREATE));

    private final FhirParts parts;
    private final String base;

    /** The metadata of a server whose OAuth endpoints are below {@code base}. */
    public Capabilities(FhirParts parts, String base) {
        this.parts = parts;
        this.base = base;
    }

    @Override
    @Metadata
    public CapabilityStatement getServerConformance(HttpServletRequest request, RequestDetails details) {
        CapabilityStatement statement = new CapabilityStatement();
        statement.setStatus(Enumerations.PublicationStatus.ACTIVE);
        statement.setDate(java.util.Date.from(parts.clock().instant()));
        statement.setKind(CapabilityStatement.CapabilityStatementKind.INSTANCE);
        statement.setFhirVersion(Enumerations.FHIRVersion._4_0_1);
        statement.addFormat("application/fhir+json").addFormat("application/fhir+xml");
        statement.getSoftware().setName("VitaLedger");
        statement.getImplementation().setDescription("VitaLedger node").setUrl(parts.base());
        CapabilityStatement.CapabilityStatementRestComponent rest = statement.addRest();
        rest.setMode(CapabilityStatement.RestfulCapabilityMode.SERVER);
        secure(rest);
        new TreeMap<>(SearchTable.TYPES).forEach((type, parameters) -> add(rest, type, parameters));
        return statement;
    }

    @Override
    public void setRestfulServer(RestfulServer server) {
        // What this says does not depend on the server.
    }

    private void secure(CapabilityStatement.CapabilityStatementRestComponent rest) {
        Extension uris = rest.getSecurity()
                .addService(new CodeableConcept(new Coding(
                        "http://terminology.hl7.org/CodeSystem/restful-security-service", "SMART-on-FHIR", null)))
                .addExtension()
                .setUrl("http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
        for (String endpoint : List.of("authorize", "token", "introspect", "revoke")) {
            uris.addExtension(endpoint, new UriType(base + "/oauth2/" + endpoint));
        }
    }

    private static void add(
            CapabilityStatement.CapabilityStatementRestComponent rest, String type, List<SearchParameter> parameters) {
        CapabilityStatementRestResourceComponent resource = rest.addResource();
        resource.setType(type);
        resource.addInteraction().setCode(TypeRestfulInteraction.READ);
        resource.addInteraction().setCode(TypeRestfulInteraction.SEARCHTYPE);
        WRITES.getOrDefault(type, List.of())
                .forEach(write -> resource.addInteraction().setCode(write));
        if (type.equals("Consent")) {
            resource.addInteraction().setCode(TypeRestfulInteraction.VREAD);
            resource.setVersioning(CapabilityStatement.ResourceVersionPolicy.VERSIONEDUPDATE);
        }
        for (SearchParameter parameter : parameters) {
            resource.addSearchParam()
                    .setName(parameter.name())
                    .setType(Enumerations.SearchParamType.valueOf(
                            parameter.type().name()))
                    .setDocumentation(parameter.description());
        }
    }
}
