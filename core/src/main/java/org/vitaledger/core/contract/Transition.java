package org.vitaledger.core.contract;

/**
 * The answer of a contract.
 *
 * @param state the state afterwards; the same object as before unless the outcome is applied
 * @param outcome what came of the command
 */
public record Transition(State state, Outcome outcome) {
    static Transition applied(State next) {
        return new Transition(next, new Outcome.Applied());
    }

    static Transition repeated(State same) {
        return new Transition(same, new Outcome.Repeated());
    }

    static Transition refused(State same, Refusal refusal) {
        return new Transition(same, new Outcome.Refused(refusal));
    }
}
