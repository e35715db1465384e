package org.vitaledger.api.fhir;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.BearerFilter;

/** Who sent a FHIR request. */
final class Callers {
    private Callers() {}

    static Caller of(RequestDetails request) {
        if (request instanceof ServletRequestDetails servlet) {
            return BearerFilter.caller(servlet.getServletRequest());
        }
        throw new RefusedRequest(ApiRefusal.TOKEN_MISSING);
    }
}
