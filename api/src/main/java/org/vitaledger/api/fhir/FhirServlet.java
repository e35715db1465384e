package org.vitaledger.api.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** The FHIR endpoint. Takes about a second to initialise, with its first request. */
public final class FhirServlet extends RestfulServer {
    private static final long serialVersionUID = 1L;

    private final transient FhirParts parts;
    private final String base;

    /** The endpoint of a server whose other addresses are below {@code base}. */
    public FhirServlet(FhirParts parts, String base) {
        super(FhirContext.forR4());
        this.parts = parts;
        this.base = base;
    }

    @Override
    protected void initialize() {
        getFhirContext().getParserOptions().setStripVersionsFromReferences(false);
        getFhirContext().setParserErrorHandler(new StrictErrors());
        setServerAddressStrategy(new HardcodedServerAddressStrategy(parts.base()));
        setDefaultResponseEncoding(EncodingEnum.JSON);
        setServerConformanceProvider(new Capabilities(parts, base));
        setResourceProviders(List.of(
                new ObservationProvider(parts),
                new PatientProvider(parts, getFhirContext()),
                new DeviceProvider(parts),
                new ConsentProvider(parts),
                new AuditEventProvider(parts, base),
                new ProvenanceProvider(parts, base)));
        registerInterceptor(new FhirDoor(getFhirContext()));
    }

    /** Names no software. */
    @Override
    public void addHeadersToResponse(HttpServletResponse response) {}

    /** Loads what the first request would otherwise wait for. */
    public void warmUp() {
        SearchTable.TYPES.keySet().forEach(getFhirContext()::getResourceDefinition);
        getFhirContext().getResourceDefinition("Bundle");
        getFhirContext().getResourceDefinition("OperationOutcome");
    }
}
