package org.vitaledger.api.error;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Leaves the handling of a request because it is refused. Carries a value of the table, and at most the name of the
 * search parameter or element concerned, never a value.
 */
public final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:-]{0,120}");

    private final transient Problem problem;
    private final transient Optional<String> subject;

    public RefusedRequest(Problem problem) {
        this(problem, Optional.empty());
    }

    public RefusedRequest(ApiRefusal refusal) {
        this(refusal.problem(), Optional.empty());
    }

    /** Refuses because of a named parameter or element; a name of an unusual form is not repeated. */
    public RefusedRequest(ApiRefusal refusal, String subject) {
        this(refusal.problem(), Optional.of(subject).filter(NAME.asMatchPredicate()));
    }

    private RefusedRequest(Problem problem, Optional<String> subject) {
        super(problem.code(), null, false, false);
        this.problem = problem;
        this.subject = subject;
    }

    /** What the client is told. */
    public Problem problem() {
        return problem;
    }

    /** The parameter or element concerned. */
    public Optional<String> subject() {
        return subject;
    }
}
