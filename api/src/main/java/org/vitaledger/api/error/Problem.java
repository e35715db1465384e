package org.vitaledger.api.error;

/**
 * What a client is told.
 *
 * @param status the HTTP status
 * @param type the kind of issue
 * @param code our stable code
 * @param text what is wrong, static text
 * @param remedy what the client can do, static text
 */
public record Problem(int status, IssueType type, String code, String text, String remedy) {
    /** The code system of {@link #code()} in an OperationOutcome. */
    public static final String SYSTEM = "https://vitaledger.org/fhir/CodeSystem/error";
}
