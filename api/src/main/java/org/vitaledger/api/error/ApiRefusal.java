package org.vitaledger.api.error;

/** Why the API itself refuses a request, in the order in which it looks. The codes never change their meaning. */
public enum ApiRefusal {
    OVERLOADED(503, IssueType.THROTTLED, "001", "The server has too many requests at once.", "Try again in a moment."),
    TOO_LARGE(413, IssueType.TOO_LONG, "002", "The request is larger than the server accepts.", "Send less at once."),
    METHOD_NOT_ALLOWED(405, IssueType.NOT_SUPPORTED, "003", "This address does not know the method.", Text.METADATA),
    NO_SUCH_ADDRESS(404, IssueType.NOT_FOUND, "004", "There is nothing at this address.", Text.METADATA),
    TOO_SLOW(
            408,
            IssueType.TIMEOUT,
            "005",
            "The body of the request did not arrive in time.",
            "Send it at once, and on a network that carries 32 KiB a second."),
    TOKEN_MISSING(401, IssueType.LOGIN, "010", "The request has no bearer token.", Text.NEW_TOKEN),
    TOKEN_MALFORMED(401, IssueType.LOGIN, "011", "The bearer token is not one of this server.", Text.NEW_TOKEN),
    TOKEN_SIGNATURE(401, IssueType.LOGIN, "012", "The bearer token's signature is wrong.", Text.NEW_TOKEN),
    TOKEN_EXPIRED(401, IssueType.EXPIRED, "013", "The bearer token has expired.", Text.NEW_TOKEN),
    TOKEN_REVOKED(401, IssueType.LOGIN, "014", "The bearer token was revoked.", Text.NEW_TOKEN),
    ACTOR_DISABLED(
            401, IssueType.LOGIN, "015", "The account of the bearer token is closed.", "Ask the node's operator."),
    SCOPE_MISSING(
            403, IssueType.FORBIDDEN, "016", "The token's scopes do not cover the request.", "Ask for more scopes."),
    ROLE_MISSING(403, IssueType.FORBIDDEN, "017", "The role may not do this.", "Act in a role that may."),
    NOT_PERMITTED(
            403,
            IssueType.FORBIDDEN,
            "018",
            "No consent permits this request; whether there are data is not told.",
            "Ask the patient for a consent that covers you, the purpose and the time."),
    PRINCIPAL_INACTIVE(
            403, IssueType.FORBIDDEN, "019", "The principal is not active on the ledger.", "Ask the node's operator."),
    UNSUPPORTED_MEDIA(
            415, IssueType.NOT_SUPPORTED, "020", "The media type is not supported.", "Send application/fhir+json."),
    NOT_ACCEPTABLE(
            406,
            IssueType.NOT_SUPPORTED,
            "021",
            "No media type asked for is supported.",
            "Accept application/fhir+json."),
    BAD_CONTENT(
            400, IssueType.STRUCTURE, "022", "The content is not well-formed.", "Send one complete FHIR R4 resource."),
    BAD_REQUEST(400, IssueType.INVALID, "023", "The request is not well-formed.", Text.METADATA),
    BAD_ID(
            400,
            IssueType.VALUE,
            "024",
            "The id does not have the form of an id of this resource type.",
            "Use an id that the server gave."),
    UNKNOWN_PARAMETER(400, IssueType.NOT_SUPPORTED, "030", "The search parameter is not known.", Text.METADATA),
    UNKNOWN_MODIFIER(
            400, IssueType.NOT_SUPPORTED, "031", "The search parameter does not take this modifier.", Text.METADATA),
    BAD_VALUE(400, IssueType.VALUE, "032", "The value of the search parameter is not valid.", "See FHIR R4, search."),
    BAD_CURSOR(400, IssueType.VALUE, "033", "The paging link is not one of this search.", "Start the search again."),
    PARAMETER_REQUIRED(400, IssueType.REQUIRED, "034", "A search parameter is missing.", Text.METADATA),
    VERSION_REQUIRED(
            400,
            IssueType.REQUIRED,
            "035",
            "An update needs If-Match with the version it changes.",
            "Read, then update with If-Match: W/\"version\"."),
    VERSION_CONFLICT(
            412,
            IssueType.CONFLICT,
            "036",
            "The resource has changed since the version given.",
            "Read it again, then update that."),
    NOT_REPRESENTABLE(
            422,
            IssueType.NOT_SUPPORTED,
            "037",
            "The resource says something that the server can't keep.",
            "Leave out what docs/conformance.md does not list."),
    RULE_BROKEN(
            422,
            IssueType.BUSINESS_RULE,
            "038",
            "The resource breaks a rule of the server.",
            "See docs/conformance.md."),
    NOT_FOUND(
            404, IssueType.NOT_FOUND, "040", "There is no such resource, or it is not yours to see.", "Check the id."),
    PACK_NOT_COVERED(
            403,
            IssueType.FORBIDDEN,
            "041",
            "The proof holds the device's whole signed pack, and no consent covers every reading in it.",
            "Ask the patient for a consent that covers all that the device measures, or for the proof."),
    CONDITION_UNKNOWN(
            400,
            IssueType.NOT_SUPPORTED,
            "042",
            "The request depends on a condition that the server does not evaluate.",
            "Leave out If-None-Exist, and If-None-Match where something is written."),
    STATE_TOO_OLD(
            503,
            IssueType.TRANSIENT,
            "050",
            "The node's view of the ledger is too old to decide by.",
            "Try again later, or ask another member's node."),
    SHUTTING_DOWN(503, IssueType.TRANSIENT, "051", "The node is stopping.", "Try again in a moment."),
    NOT_YET_ANCHORED(
            503,
            IssueType.TRANSIENT,
            "052",
            "What the proof is about is not on the ledger yet.",
            "Try again in a few seconds."),
    PASSWORD_WRONG(
            403, IssueType.FORBIDDEN, "060", "The present password is another.", "Give the password in use now."),
    PASSWORD_WEAK(
            422,
            IssueType.BUSINESS_RULE,
            "061",
            "The password is too easy to guess.",
            "Choose 12 characters or more, up to 72 bytes: several words that do not belong together."),
    PASSWORD_UNCHANGED(422, IssueType.BUSINESS_RULE, "065", "The new password is the present one.", "Choose another."),
    TOO_MANY_GUESSES(429, IssueType.THROTTLED, "062", "There were too many wrong passwords.", "Try again in a minute."),
    PATIENT_TAKEN(
            422,
            IssueType.BUSINESS_RULE,
            "063",
            "Nobody is put in the place of a patient who has data, a consent or an account.",
            "Make a patient's account when the patient is registered, before a device is bound."),
    TOO_MANY_STREAMS(
            429, IssueType.THROTTLED, "064", "There are too many streams.", "Close one, or try again in a moment."),
    INTERNAL(
            500,
            IssueType.EXCEPTION,
            "090",
            "The server met an error of its own.",
            "Report the time of the request to the node's operator.");

    private final int status;
    private final IssueType type;
    private final String code;
    private final String text;
    private final String remedy;

    ApiRefusal(int status, IssueType type, String number, String text, String remedy) {
        this.status = status;
        this.type = type;
        this.code = "VL-HTTP-" + number;
        this.text = text;
        this.remedy = remedy;
    }

    /** The stable code, {@code VL-HTTP-nnn}. */
    public String code() {
        return code;
    }

    /** What is wrong with the request. */
    public String text() {
        return text;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** What the client is told. */
    public Problem problem() {
        return new Problem(status, type, code, text, remedy);
    }

    private static final class Text {
        static final String METADATA = "See the server's metadata for what it knows.";
        static final String NEW_TOKEN =
                "Get a token from the authorization server, or with vitaledger token, and send it as Authorization: Bearer.";

        private Text() {}
    }
}
