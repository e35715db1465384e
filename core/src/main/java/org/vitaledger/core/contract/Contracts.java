package org.vitaledger.core.contract;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.MemberId;

/**
 * The state machine of the ledger. Stateless, safe for any thread.
 *
 * <p>The rules have versions. A block is made by the version that members decided on for its height, and applied again
 * by that version for ever; so the rules of a version never change, not even by what they refuse.
 */
public final class Contracts {
    /** The version that a consortium is founded with. */
    public static final int FIRST_VERSION = 1;

    /** The last version that this software has. */
    public static final int NEWEST_VERSION = 2;

    /** The longest that a consent may hold under version 2, ten years. */
    public static final Duration LONGEST_CONSENT = Duration.ofDays(3653);

    private Contracts() {}

    /**
     * Applies one command: a pure function of its arguments. What can't be applied is refused, never thrown.
     *
     * @throws ApplyFault VL-APPLY-001 if the block's version is one that this software does not have: whoever orders
     *     blocks asks {@link #missingVersion} first, and stops
     */
    public static Transition apply(State state, Context context, Command command) {
        int version = state.governance().version(context.height());
        return switch (version) {
            case 1 -> version1(state, context, command);
            case 2 -> version2(state, context, command);
            default -> throw new ApplyFault(ApplyFault.Kind.UNKNOWN_VERSION, Map.of("version", version));
        };
    }

    /** The version of a block's rules, if this software does not have it and so can't make or check the block. */
    public static OptionalInt missingVersion(State state, long height) {
        int version = state.governance().version(height);
        return version > NEWEST_VERSION ? OptionalInt.of(version) : OptionalInt.empty();
    }

    /**
     * Why a node must not submit a command although the contracts might take it: it proposes or approves a version that
     * the node's software does not have. Not among the rules, because nodes with newer software would apply them otherwise.
     */
    public static Optional<Refusal> unsupported(State state, Command command) {
        Optional<Change> change = switch (command) {
            case Command.Propose propose -> Optional.of(propose.change());
            case Command.Vote(long number, Choice choice)
            when choice == Choice.APPROVE -> state.governance().proposal(number).map(Proposal::change);
            default -> Optional.empty();
        };
        return change.filter(c ->
                        c instanceof Change.SetContractVersion set && set.next().version() > NEWEST_VERSION)
                .map(c -> Refusal.UNKNOWN_VERSION);
    }

    private static Transition version2(State state, Context context, Command command) {
        Transition transition = version1(state, context, command);
        boolean tooLong = command instanceof Command.PutConsent(Consent consent, var _)
                && Duration.between(consent.terms().start(), consent.terms().end())
                                .compareTo(LONGEST_CONSENT)
                        > 0;
        return tooLong && transition.outcome() instanceof Outcome.Applied
                ? Transition.refused(state, Refusal.CONSENT_TOO_LONG)
                : transition;
    }

    private static Transition version1(State state, Context context, Command command) {
        if (command instanceof Command.FoundConsortium founding) {
            return MemberContract.found(state, context, founding);
        }
        Optional<Refusal> refusal = unlessActive(state, context.submitter());
        if (refusal.isPresent()) {
            return Transition.refused(state, refusal.get());
        }
        return switch (command) {
            case Command.FoundConsortium c -> MemberContract.found(state, context, c);
            case Command.PutPrincipal c -> MemberContract.put(state, context, c);
            case Command.RegisterDevice c -> DeviceContract.register(state, context, c);
            case Command.BindDevice c -> DeviceContract.bind(state, context, c);
            case Command.RevokeDevice c -> DeviceContract.revoke(state, context, c);
            case Command.PutConsent c -> ConsentContract.put(state, context, c);
            case Command.RevokeConsent c -> ConsentContract.revoke(state, context, c);
            case Command.Anchor c -> AnchorContract.anchor(state, context, c);
            case Command.AnchorAudit c -> AuditContract.anchor(state, context, c);
            case Command.RecordAuditLoss c -> AuditContract.lose(state, context, c);
            case Command.RecordErasure c -> AuditContract.erase(state, context, c);
            case Command.Propose c -> GovernanceContract.propose(state, context, c);
            case Command.Vote c -> GovernanceContract.vote(state, context, c);
        };
    }

    private static Optional<Refusal> unlessActive(State state, MemberId submitter) {
        return state.governance()
                .seat(submitter)
                .map(seat -> switch (seat.standing()) {
                    case ACTIVE -> Optional.<Refusal>empty();
                    case SUSPENDED -> Optional.of(Refusal.MEMBER_SUSPENDED);
                    case REMOVED -> Optional.of(Refusal.MEMBER_REMOVED);
                })
                .orElse(Optional.of(Refusal.NOT_A_MEMBER));
    }

    static Optional<Refusal> unlessOwner(MemberId owner, Context context) {
        return owner.equals(context.submitter()) ? Optional.empty() : Optional.of(Refusal.NOT_YOURS);
    }
}
