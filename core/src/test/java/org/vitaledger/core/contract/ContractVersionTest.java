package org.vitaledger.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitaledger.core.contract.World.HOSPITAL;
import static org.vitaledger.core.contract.World.START;
import static org.vitaledger.core.contract.World.consentId;
import static org.vitaledger.core.contract.World.memberId;
import static org.vitaledger.core.contract.World.one;
import static org.vitaledger.core.contract.World.patient;
import static org.vitaledger.core.contract.World.patientPrincipal;
import static org.vitaledger.core.contract.World.principal;
import static org.vitaledger.core.contract.World.register;
import static org.vitaledger.core.contract.World.staff;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.Proves;
import org.vitaledger.core.access.AccessContract;
import org.vitaledger.core.access.AccessRequest;
import org.vitaledger.core.access.Decision;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Consent;
import org.vitaledger.core.value.Purpose;
import org.vitaledger.core.value.Role;

class ContractVersionTest {
    private static final Duration TWENTY_YEARS = Duration.ofDays(7305);

    /** A command as it was ordered, with what came of it and the state's root afterwards. */
    private record Step(Context context, Command command, Outcome outcome, Hash root) {}

    private final List<Step> history = new ArrayList<>();
    private State state = State.EMPTY;

    @Test
    void startsWithTheFirstVersion() {
        World world = World.founded();
        assertThat(world.state().governance().versions()).containsExactly(new VersionChange(1, 1));
        assertThat(State.EMPTY.governance().version(1)).isEqualTo(Contracts.FIRST_VERSION);
        assertThat(Contracts.missingVersion(world.state(), 1_000_000)).isEmpty();
    }

    @Test
    void limitsConsentsFromTheHeightOfVersionTwoOn() {
        found();
        assertThat(apply(5, vote(1, 2, 10))).isEqualTo("Applied");
        assertThat(apply(9, give(1, 1, TWENTY_YEARS))).isEqualTo("Applied");
        assertThat(apply(10, give(2, 1, TWENTY_YEARS))).isEqualTo("CONSENT_TOO_LONG");
        assertThat(apply(10, give(2, 1, Contracts.LONGEST_CONSENT.plusMillis(1))))
                .isEqualTo("CONSENT_TOO_LONG");
        assertThat(apply(10, give(2, 1, Contracts.LONGEST_CONSENT))).isEqualTo("Applied");
        assertThat(apply(11, give(1, 1, TWENTY_YEARS)))
                .as("what was taken before is only repeated")
                .isEqualTo("Repeated");
        assertThat(apply(11, give(1, 2, TWENTY_YEARS))).isEqualTo("CONSENT_TOO_LONG");
        assertThat(apply(11, give(1, 3, TWENTY_YEARS)))
                .as("the first version's refusals come first")
                .isEqualTo("STALE_VERSION");
        assertThat(apply(11, new Command.RevokeConsent(consentId(1), principal(1))))
                .isEqualTo("Applied");
    }

    @Test
    @Proves("INV-005")
    void replaysOldDecisionsUnderTheirOldVersion() {
        found();
        apply(5, vote(1, 2, 10));
        apply(9, give(1, 1, TWENTY_YEARS));
        State then = state;
        Decision read = read(then, 9);
        apply(10, give(2, 1, TWENTY_YEARS));
        assertThat(state.governance().version(10)).isEqualTo(2);

        assertThat(history.get(history.size() - 2).outcome()).isEqualTo(new Outcome.Applied());
        assertThat(history.getLast().outcome()).isEqualTo(new Outcome.Refused(Refusal.CONSENT_TOO_LONG));
        State again = State.EMPTY;
        for (Step step : history) {
            Transition transition = Contracts.apply(again, step.context(), step.command());
            assertThat(transition.outcome()).isEqualTo(step.outcome());
            assertThat(transition.state().map().root()).isEqualTo(step.root());
            if (step.context().height() == 9) {
                assertThat(read(transition.state(), 9))
                        .usingRecursiveComparison()
                        .isEqualTo(read);
            }
            again = transition.state();
        }
    }

    @Test
    void choosesTheVersionByTheBlocksHeightAndNotByTheLatest() {
        found();
        apply(5, vote(1, 2, 10));
        Command tooLong = give(3, 1, TWENTY_YEARS);
        assertThat(Contracts.apply(state, context(10), tooLong).outcome())
                .isEqualTo(new Outcome.Refused(Refusal.CONSENT_TOO_LONG));
        assertThat(Contracts.apply(state, context(9), tooLong).outcome()).isEqualTo(new Outcome.Applied());
    }

    @Test
    void refusesVersionsThatGoBackOrAreNotThereAndHeightsOfThePast() {
        found();
        assertThat(apply(5, vote(1, 1, 10))).isEqualTo("VERSION_GOES_BACK");
        assertThat(apply(5, vote(1, 3, 10))).isEqualTo("UNKNOWN_VERSION");
        assertThat(apply(5, vote(1, 2, 5))).isEqualTo("HEIGHT_PAST");
        assertThat(apply(5, vote(1, 2, Long.MAX_VALUE))).isEqualTo("HEIGHT_TOO_FAR");
        assertThat(apply(5, vote(1, 2, 5 + ChangeContract.MAX_NOTICE + 1))).isEqualTo("HEIGHT_TOO_FAR");
        assertThat(apply(5, vote(1, 2, 10))).isEqualTo("Applied");
        assertThat(apply(6, vote(2, 2, 20))).isEqualTo("VERSION_GOES_BACK");
        assertThat(apply(6, vote(2, 3, 10))).isEqualTo("HEIGHT_PAST");
    }

    @Test
    void voidsAVersionWhoseHeightPassedDuringTheVote() {
        World world = World.ofMembers(4);
        world.apply(vote(1, 2, 10));
        world.apply(memberId(2), new Command.Vote(1, Choice.APPROVE));
        world.continueAt(10, START);
        world.apply(memberId(3), new Command.Vote(1, Choice.APPROVE));
        assertThat(world.state().governance().versions()).hasSize(1);
    }

    @Test
    void stopsBeforeABlockOfAVersionThatTheSoftwareDoesNotHave() {
        found();
        apply(5, vote(1, 2, 10));
        int unknown = Contracts.NEWEST_VERSION + 1;
        assertThat(apply(6, vote(2, unknown, 20))).as("newer software takes it").isEqualTo("Applied");
        assertThat(apply(19, register(1))).isEqualTo("Applied");
        assertThat(Contracts.missingVersion(state, 19)).isEmpty();
        assertThat(Contracts.missingVersion(state, 20)).hasValue(unknown);
        State last = state;
        assertThatThrownBy(() -> Contracts.apply(last, context(20), register(2)))
                .isInstanceOf(ApplyFault.class)
                .hasMessageContaining("VL-APPLY-001")
                .hasMessageContaining("version=" + unknown);
    }

    @Test
    void doesNotSubmitForAVersionThatTheSoftwareDoesNotHave() {
        World world = World.ofMembers(2);
        world.apply(vote(1, 2, 10));
        world.apply(memberId(2), new Command.Vote(1, Choice.APPROVE));
        Command propose = vote(2, Contracts.NEWEST_VERSION + 1, 20);
        assertThat(Contracts.unsupported(world.state(), propose)).contains(Refusal.UNKNOWN_VERSION);
        world.apply(propose);
        assertThat(Contracts.unsupported(world.state(), new Command.Vote(2, Choice.APPROVE)))
                .contains(Refusal.UNKNOWN_VERSION);
        assertThat(Contracts.unsupported(world.state(), new Command.Vote(2, Choice.REJECT)))
                .isEmpty();
        assertThat(Contracts.unsupported(world.state(), new Command.Vote(1, Choice.APPROVE)))
                .isEmpty();
        assertThat(Contracts.unsupported(world.state(), vote(2, Contracts.NEWEST_VERSION, 20)))
                .isEmpty();
        assertThat(Contracts.unsupported(world.state(), register(1))).isEmpty();
    }

    private void found() {
        apply(1, new Command.FoundConsortium(List.of(World.member(HOSPITAL))));
        apply(1, new Command.PutPrincipal(patientPrincipal(1)));
        apply(1, new Command.PutPrincipal(staff(2, Role.PRACTITIONER)));
    }

    private String apply(long height, Command command) {
        Transition transition = Contracts.apply(state, context(height), command);
        state = transition.state();
        history.add(new Step(
                context(height), command, transition.outcome(), state.map().root()));
        return switch (transition.outcome()) {
            case Outcome.Refused(Refusal refusal) -> refusal.name();
            case Outcome other -> other.getClass().getSimpleName();
        };
    }

    private static Context context(long height) {
        return new Context(HOSPITAL, height, START.plusSeconds(height));
    }

    /** Alone, the proposer's own vote is enough. */
    private static Command vote(long number, int version, long fromHeight) {
        return new Command.Propose(number, new Change.SetContractVersion(new VersionChange(version, fromHeight)));
    }

    private static Command give(int id, int version, Duration length) {
        Consent.Terms terms = new Consent.Terms(one(2), Set.of(Purpose.TREAT), Set.of(), START, START.plus(length));
        return new Command.PutConsent(
                new Consent(consentId(id), version, patient(1), terms, Consent.Status.ACTIVE), principal(1));
    }

    private static Decision read(State state, long height) {
        return AccessContract.decide(
                new AccessContract.Pin(state, height, START.plusSeconds(height)),
                new AccessRequest(principal(2), Role.PRACTITIONER, Purpose.TREAT, patient(1)));
    }
}
