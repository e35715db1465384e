package org.vitaledger.core.contract;

import java.util.Optional;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/** Which changes are possible, looked at when they are proposed and again when they are decided, and making them. */
final class ChangeContract {
    /** How many blocks ahead a version may begin: while one is to come, no other can be decided. */
    static final long MAX_NOTICE = 366L * 24 * 60 * 60;

    private ChangeContract() {}

    /** Why a change can't be made, if so. */
    static Optional<Refusal> check(Governance governance, long height, MemberId proposer, Change change) {
        return switch (change) {
            case Change.AdmitMember c -> checkAdmission(governance, c.member());
            case Change.SuspendMember c -> checkLoss(governance, c.subject(), Standing.SUSPENDED);
            case Change.ReinstateMember c -> checkReturn(governance, c.subject());
            case Change.RemoveMember c -> checkLoss(governance, c.subject(), Standing.REMOVED);
            case Change.RotateMemberKeys c ->
                proposer.equals(c.subject()) ? checkRotation(governance, c.member()) : Optional.of(Refusal.NOT_YOURS);
            case Change.SetParameter c -> checkParameter(governance, c);
            case Change.SetContractVersion c -> checkVersion(governance, height, c.next());
        };
    }

    private static Optional<Refusal> checkAdmission(Governance governance, Member member) {
        if (present(governance, member.id()).isPresent()) {
            return Optional.of(Refusal.MEMBER_EXISTS);
        }
        long seats = governance.seats().stream()
                .filter(seat -> seat.standing() != Standing.REMOVED)
                .count();
        return seats >= Command.FoundConsortium.MAX_MEMBERS
                ? Optional.of(Refusal.TOO_MANY_MEMBERS)
                : checkKeysAndCard(governance, member);
    }

    private static Optional<Refusal> checkLoss(Governance governance, MemberId id, Standing to) {
        Optional<Governance.Seat> seat = present(governance, id);
        if (seat.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_MEMBER);
        }
        boolean last =
                seat.get().standing() == Standing.ACTIVE && governance.active().size() == 1;
        if (last) {
            return Optional.of(Refusal.LAST_MEMBER);
        }
        return seat.get().standing() == to ? Optional.of(Refusal.NOTHING_TO_CHANGE) : Optional.empty();
    }

    private static Optional<Refusal> checkReturn(Governance governance, MemberId id) {
        Optional<Governance.Seat> seat = present(governance, id);
        if (seat.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_MEMBER);
        }
        return seat.get().standing() == Standing.ACTIVE ? Optional.of(Refusal.NOTHING_TO_CHANGE) : Optional.empty();
    }

    private static Optional<Refusal> checkRotation(Governance governance, Member member) {
        Optional<Governance.Seat> seat = present(governance, member.id());
        if (seat.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_MEMBER);
        }
        return seat.get().member().equals(member)
                ? Optional.of(Refusal.NOTHING_TO_CHANGE)
                : checkKeysAndCard(governance, member);
    }

    /** Two members with one key would be one voice that counts twice under a checkpoint. */
    private static Optional<Refusal> checkKeysAndCard(Governance governance, Member member) {
        boolean taken = governance.seats().stream()
                .map(Governance.Seat::member)
                .filter(other -> !other.id().equals(member.id()))
                .anyMatch(other -> other.ed25519().equals(member.ed25519())
                        || other.mlDsa44().equals(member.mlDsa44()));
        if (taken) {
            return Optional.of(Refusal.KEY_IN_USE);
        }
        return member.card().isEmpty() ? Optional.of(Refusal.NO_CARD) : Optional.empty();
    }

    private static Optional<Refusal> checkParameter(Governance governance, Change.SetParameter change) {
        Optional<Parameter> parameter = Parameter.named(change.name());
        if (parameter.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_PARAMETER);
        }
        if (!parameter.get().allows(change.value())) {
            return Optional.of(Refusal.OUT_OF_RANGE);
        }
        return governance.parameter(parameter.get()) == change.value()
                ? Optional.of(Refusal.NOTHING_TO_CHANGE)
                : Optional.empty();
    }

    /** The same for old and new software, so by the last version decided and not by what this software has. */
    private static Optional<Refusal> checkVersion(Governance governance, long height, VersionChange next) {
        VersionChange last = governance.versions().getLast();
        if (next.version() <= last.version()) {
            return Optional.of(Refusal.VERSION_GOES_BACK);
        }
        if (next.version() > last.version() + 1) {
            return Optional.of(Refusal.UNKNOWN_VERSION);
        }
        if (next.fromHeight() <= Math.max(height, last.fromHeight())) {
            return Optional.of(Refusal.HEIGHT_PAST);
        }
        return next.fromHeight() - height > MAX_NOTICE ? Optional.of(Refusal.HEIGHT_TOO_FAR) : Optional.empty();
    }

    private static Optional<Governance.Seat> present(Governance governance, MemberId id) {
        return governance.seat(id).filter(seat -> seat.standing() != Standing.REMOVED);
    }

    /** Makes a change that {@link #check} has nothing against, in the block of a height. */
    static Governance make(Governance governance, long height, Change change) {
        return switch (change) {
            case Change.AdmitMember c -> seat(governance, height, c.member(), Standing.ACTIVE);
            case Change.SuspendMember c -> seat(governance, height, c.subject(), Standing.SUSPENDED);
            case Change.ReinstateMember c -> seat(governance, height, c.subject(), Standing.ACTIVE);
            case Change.RemoveMember c -> seat(governance, height, c.subject(), Standing.REMOVED);
            case Change.RotateMemberKeys c ->
                seat(
                        governance,
                        height,
                        c.member(),
                        governance.seat(c.subject()).orElseThrow().standing());
            case Change.SetParameter c ->
                governance.with(Parameter.named(c.name()).orElseThrow(), c.value());
            case Change.SetContractVersion c -> governance.with(c.next());
        };
    }

    private static Governance seat(Governance governance, long height, MemberId id, Standing standing) {
        return seat(governance, height, governance.seat(id).orElseThrow().member(), standing);
    }

    private static Governance seat(Governance governance, long height, Member member, Standing standing) {
        return governance
                .with(new Governance.Seat(member, standing))
                .withRosterFrom(height + governance.parameter(Parameter.ROSTER_NOTICE));
    }
}
