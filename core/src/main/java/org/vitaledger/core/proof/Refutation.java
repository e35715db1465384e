package org.vitaledger.core.proof;

/** Ends a verification at the first step that does not hold. */
final class Refutation extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Verdict.Refuted refuted;

    Refutation(Verdict.Step step, String detail) {
        super(detail, null, false, false);
        this.refuted = new Verdict.Refuted(step, detail);
    }

    Verdict.Refuted refuted() {
        return refuted;
    }
}
