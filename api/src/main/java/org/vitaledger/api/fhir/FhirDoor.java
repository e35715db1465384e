package org.vitaledger.api.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnclassifiedServerFailureException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vitaledger.api.auth.Interaction;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.Outcomes;
import org.vitaledger.api.error.Problem;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.SlowBody;
import org.vitaledger.core.fault.Fault;

/**
 * Stands between the FHIR library and the client: checks scopes before an interaction runs, and turns every exception
 * into an OperationOutcome of the error table. What the table does not know is logged and told as an error of the server.
 */
@Interceptor
public final class FhirDoor {
    private static final String FORMAT = "_format";
    private static final Logger LOG = LoggerFactory.getLogger(FhirDoor.class);

    private final StrictJson json;

    FhirDoor(FhirContext fhir) {
        this.json = new StrictJson(fhir);
    }

    /** Refuses formats that can't be written, before anything is written in them. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED)
    public void checkFormat(RequestDetails request) {
        String[] formats = request.getParameters().getOrDefault(FORMAT, new String[0]);
        if (!Stream.of(formats).map(MediaType::parse).allMatch(MediaType::isFormat)) {
            request.removeParameter(FORMAT);
            throw new RefusedRequest(ApiRefusal.NOT_ACCEPTABLE);
        }
    }

    /** Refuses conditions and content that would be passed over, before the FHIR library reads the body. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
    public void checkWrite(RequestDetails request) {
        RestOperationTypeEnum operation = request.getRestOperationType();
        if (operation != RestOperationTypeEnum.CREATE && operation != RestOperationTypeEnum.UPDATE) {
            return;
        }
        if (request.getHeader("If-None-Exist") != null || condition(request).isPresent()) {
            throw new RefusedRequest(ApiRefusal.CONDITION_UNKNOWN);
        }
        String content = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        if (content.toLowerCase(Locale.ROOT).contains("json")) {
            json.check(request.getResourceName(), request.loadRequestContents());
        }
    }

    /** Refuses what the token's scopes do not cover. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
    public void checkScopes(RestOperationTypeEnum operation, RequestDetails request) {
        Interaction interaction = switch (operation) {
            case METADATA -> null;
            case READ, VREAD -> Interaction.READ;
            case SEARCH_TYPE -> Interaction.SEARCH;
            case CREATE -> Interaction.CREATE;
            case UPDATE -> Interaction.UPDATE;
            default -> throw new RefusedRequest(ApiRefusal.METHOD_NOT_ALLOWED);
        };
        String type = request.getResourceName();
        if (interaction != null && !Callers.of(request).scopes().permits(type, interaction)) {
            throw new RefusedRequest(ApiRefusal.SCOPE_MISSING);
        }
    }

    /**
     * Takes away totals that are not known, and answers 304 where If-None-Match names the version (RFC 9110 13.1.2).
     *
     * @return whether the answer is still to be written
     */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    public boolean finish(RequestDetails request, @Nullable IBaseResource resource, HttpServletResponse response) {
        if (resource instanceof Bundle bundle) {
            Paging.finish(bundle);
        }
        boolean reads =
                (request.getRequestType() == RequestTypeEnum.GET || request.getRequestType() == RequestTypeEnum.HEAD)
                        && request.getId() != null;
        String version = reads && resource != null ? resource.getMeta().getVersionId() : null;
        if (version == null
                || !condition(request)
                        .flatMap(EntityTags::parse)
                        .filter(tags -> tags.match(version))
                        .isPresent()) {
            return true;
        }
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        response.setHeader("ETag", "W/\"" + version + "\"");
        return false;
    }

    private static Optional<String> condition(RequestDetails request) {
        return request instanceof ServletRequestDetails servlet
                ? NegotiatedRequest.condition(servlet.getServletRequest())
                : Optional.empty();
    }

    /** Gives an exception the words of the error table. */
    @Hook(Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION)
    public BaseServerResponseException translate(Throwable thrown, @Nullable RequestDetails request) {
        Optional<RefusedRequest> refused = find(thrown, RefusedRequest.class);
        Problem problem = refused.map(RefusedRequest::problem).orElseGet(() -> problem(thrown, request));
        BaseServerResponseException told = exception(problem, refused.flatMap(RefusedRequest::subject));
        switch (problem.status()) {
            case HttpServletResponse.SC_METHOD_NOT_ALLOWED -> told.addResponseHeader("Allow", allowed(request));
            case HttpServletResponse.SC_REQUEST_TIMEOUT -> told.addResponseHeader("Connection", "close");
            default -> {}
        }
        return told;
    }

    /** The methods of an address: all can be read, by a form too where types are searched; only consents are written. */
    private static String allowed(@Nullable RequestDetails request) {
        String more = "";
        if (request != null && request.getResourceName() != null) {
            boolean consents = request.getResourceName().equals("Consent");
            boolean search = "_search".equals(request.getOperation());
            if (request.getId() == null) {
                more = search || consents ? ", POST" : "";
            } else {
                more = consents ? ", PUT" : "";
            }
        }
        return "GET, HEAD" + more + ", OPTIONS";
    }

    private static Problem problem(Throwable thrown, @Nullable RequestDetails request) {
        Optional<Fault> fault = find(thrown, Fault.class);
        if (fault.isPresent()) {
            LOG.error("request failed: {}", fault.get().getMessage());
            return ErrorTable.of(fault.get());
        }
        if (request instanceof ServletRequestDetails servlet && SlowBody.is(servlet.getServletRequest())) {
            return ApiRefusal.TOO_SLOW.problem();
        }
        Optional<HttpException.RuntimeException> http = find(thrown, HttpException.RuntimeException.class);
        if (http.isPresent()) {
            return (http.get().getCode() == 413 ? ApiRefusal.TOO_LARGE : ApiRefusal.BAD_REQUEST).problem();
        }
        if (isUnknownInteraction(thrown)) {
            return ApiRefusal.METHOD_NOT_ALLOWED.problem();
        }
        if (isUnreadable(thrown, request)) {
            return ApiRefusal.BAD_CONTENT.problem();
        }
        return switch (thrown) {
            case ResourceNotFoundException _ -> ApiRefusal.NO_SUCH_ADDRESS.problem();
            case MethodNotAllowedException _, NotImplementedOperationException _ ->
                ApiRefusal.METHOD_NOT_ALLOWED.problem();
            case BaseServerResponseException e when e.getStatusCode() == 406 -> ApiRefusal.NOT_ACCEPTABLE.problem();
            case BaseServerResponseException e when e.getStatusCode() == 415 -> ApiRefusal.UNSUPPORTED_MEDIA.problem();
            case BaseServerResponseException e when e.getStatusCode() < 500 -> ApiRefusal.BAD_REQUEST.problem();
            default -> internal(thrown);
        };
    }

    /** The library tells of an interaction that it does not have by its message only. */
    private static boolean isUnknownInteraction(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof InvalidRequestException
                && message != null
                && message.contains("does not know how to handle");
    }

    /** The library can't read a body in many words of its own. */
    private static boolean isUnreadable(Throwable thrown, @Nullable RequestDetails request) {
        boolean writes = request != null
                && (request.getRequestType() == RequestTypeEnum.POST
                        || request.getRequestType() == RequestTypeEnum.PUT);
        return find(thrown, DataFormatException.class).isPresent()
                || (writes && thrown instanceof InvalidRequestException);
    }

    private static Problem internal(Throwable thrown) {
        LOG.error("request failed by a bug", thrown);
        return ApiRefusal.INTERNAL.problem();
    }

    private static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> type) {
        @Nullable Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static BaseServerResponseException exception(Problem problem, Optional<String> subject) {
        OperationOutcome outcome = new OperationOutcome();
        OperationOutcome.OperationOutcomeIssueComponent issue = outcome.addIssue();
        issue.setSeverity(OperationOutcome.IssueSeverity.ERROR);
        issue.setCode(OperationOutcome.IssueType.fromCode(problem.type().code()));
        issue.getDetails()
                .setText(problem.text())
                .addCoding()
                .setSystem(Problem.SYSTEM)
                .setCode(problem.code());
        issue.setDiagnostics(Outcomes.diagnostics(problem, subject));
        return new UnclassifiedServerFailureException(problem.status(), problem.code(), outcome);
    }
}
