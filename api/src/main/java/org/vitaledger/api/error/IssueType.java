package org.vitaledger.api.error;

/** The codes of the FHIR R4 value set issue-type that the API uses. */
public enum IssueType {
    BUSINESS_RULE("business-rule"),
    CONFLICT("conflict"),
    DUPLICATE("duplicate"),
    EXCEPTION("exception"),
    EXPIRED("expired"),
    FORBIDDEN("forbidden"),
    INVALID("invalid"),
    LOGIN("login"),
    NOT_FOUND("not-found"),
    NOT_SUPPORTED("not-supported"),
    REQUIRED("required"),
    STRUCTURE("structure"),
    THROTTLED("throttled"),
    TIMEOUT("timeout"),
    TOO_LONG("too-long"),
    TRANSIENT("transient"),
    VALUE("value");

    private final String code;

    IssueType(String code) {
        this.code = code;
    }

    /** The code in an OperationOutcome. */
    public String code() {
        return code;
    }
}
