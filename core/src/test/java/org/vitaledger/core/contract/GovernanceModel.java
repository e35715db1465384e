package org.vitaledger.core.contract;

import static org.vitaledger.core.contract.World.memberId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Standing;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/** The rules of governance once more, written for being short and not for being fast. Members are numbers. */
final class GovernanceModel {
    /** What the model keeps of a proposal; {@code result} is empty while undecided. */
    static final class Draft {
        final int proposer;
        final Change change;
        final Instant deadline;
        final Map<Integer, Choice> votes = new TreeMap<>();
        String result = "";

        Draft(int proposer, Change change, Instant deadline) {
            this.proposer = proposer;
            this.change = change;
            this.deadline = deadline;
            votes.put(proposer, Choice.APPROVE);
        }
    }

    final Map<Integer, Standing> standings = new TreeMap<>();
    final Map<Integer, Integer> keys = new TreeMap<>();
    final Map<Parameter, Long> parameters = new EnumMap<>(Parameter.class);
    final List<Draft> drafts = new ArrayList<>();
    final TreeMap<Long, Set<Integer>> rosters = new TreeMap<>();
    int version = 1;
    long versionFrom = 1;

    GovernanceModel(int founders) {
        for (int n = 1; n <= founders; n++) {
            standings.put(n, Standing.ACTIVE);
            keys.put(n, n);
        }
        for (Parameter parameter : Parameter.values()) {
            parameters.put(parameter, parameter.initial());
        }
    }

    long value(Parameter parameter) {
        return Objects.requireNonNull(parameters.get(parameter));
    }

    int key(int n) {
        return Objects.requireNonNull(keys.get(n));
    }

    Set<Integer> active() {
        Set<Integer> active = new TreeSet<>(standings.keySet());
        active.removeIf(n -> standings.get(n) != Standing.ACTIVE);
        return active;
    }

    String standing(int n) {
        return switch (standings.get(n)) {
            case null -> "NOT_A_MEMBER";
            case SUSPENDED -> "MEMBER_SUSPENDED";
            case REMOVED -> "MEMBER_REMOVED";
            case ACTIVE -> "";
        };
    }

    boolean possible(int proposer, Change change, long height) {
        return switch (change) {
            case Change.AdmitMember c -> !present(c.subject()) && free(c.member());
            case Change.SuspendMember c -> standings.get(number(c.subject())) == Standing.ACTIVE && spare(c.subject());
            case Change.ReinstateMember c -> standings.get(number(c.subject())) == Standing.SUSPENDED;
            case Change.RemoveMember c -> present(c.subject()) && spare(c.subject());
            case Change.RotateMemberKeys c ->
                number(c.subject()) == proposer
                        && present(c.subject())
                        && key(proposer) != keyOf(c.member())
                        && free(c.member());
            case Change.SetParameter c ->
                Parameter.named(c.name())
                        .filter(p -> p.allows(c.value()) && value(p) != c.value())
                        .isPresent();
            case Change.SetContractVersion c ->
                c.next().version() == version + 1
                        && c.next().fromHeight() > Math.max(height, versionFrom)
                        && c.next().fromHeight() <= height + 366L * 24 * 60 * 60;
        };
    }

    private boolean present(MemberId id) {
        return standings.containsKey(number(id)) && standings.get(number(id)) != Standing.REMOVED;
    }

    private boolean spare(MemberId id) {
        return !active().equals(Set.of(number(id)));
    }

    private boolean free(Member member) {
        return keys.entrySet().stream()
                .noneMatch(e -> e.getKey() != number(member.id()) && e.getValue() == keyOf(member));
    }

    /** Decides until nothing more can be decided, and says how many were. */
    void settle(Instant now, long height) {
        boolean again = true;
        while (again) {
            again = false;
            for (Draft draft : drafts) {
                if (!again && draft.result.isEmpty() && now.isBefore(draft.deadline)) {
                    again = decided(draft, height);
                }
            }
        }
    }

    private boolean decided(Draft draft, long height) {
        Set<Integer> active = active();
        long yes = draft.votes.entrySet().stream()
                .filter(e -> active.contains(e.getKey()) && e.getValue() == Choice.APPROVE)
                .count();
        long no = draft.votes.entrySet().stream()
                .filter(e -> active.contains(e.getKey()) && e.getValue() == Choice.REJECT)
                .count();
        long need = active.size() * 2L / 3 + 1;
        if (draft.change instanceof Change.SetParameter) {
            need = active.size() * value(Parameter.VOTING_THRESHOLD) / 1000 + 1;
        }
        if (yes >= need) {
            draft.result = possible(draft.proposer, draft.change, height) ? "ADOPTED" : "VOID";
            if (draft.result.equals("ADOPTED")) {
                make(draft.change, height);
                if (draft.change instanceof Change.RemoveMember removal) {
                    forget(number(removal.subject()));
                }
            }
        } else if (active.size() - no < need) {
            draft.result = "REJECTED";
        }
        return !draft.result.isEmpty();
    }

    private void forget(int member) {
        for (Draft draft : drafts) {
            if (draft.result.isEmpty() && draft.proposer == member) {
                draft.result = "VOID";
            } else if (draft.result.isEmpty()) {
                draft.votes.remove(member);
            }
        }
    }

    private void make(Change change, long height) {
        Set<Integer> before = rosterKeys();
        switch (change) {
            case Change.AdmitMember c -> {
                standings.put(number(c.subject()), Standing.ACTIVE);
                keys.put(number(c.subject()), keyOf(c.member()));
            }
            case Change.SuspendMember c -> standings.put(number(c.subject()), Standing.SUSPENDED);
            case Change.ReinstateMember c -> standings.put(number(c.subject()), Standing.ACTIVE);
            case Change.RemoveMember c -> standings.put(number(c.subject()), Standing.REMOVED);
            case Change.RotateMemberKeys c -> keys.put(number(c.subject()), keyOf(c.member()));
            case Change.SetParameter c ->
                parameters.put(Parameter.named(c.name()).orElseThrow(), c.value());
            case Change.SetContractVersion c -> {
                version = c.next().version();
                versionFrom = c.next().fromHeight();
            }
        }
        if (!rosterKeys().equals(before)) {
            long from = height + value(Parameter.ROSTER_NOTICE);
            rosters.put(rosters.isEmpty() ? from : Math.max(from, rosters.lastKey()), rosterKeys());
        }
    }

    /** Each key is one member's, so the keys of the active members say who they are. */
    Set<Integer> rosterKeys() {
        Set<Integer> all = new TreeSet<>();
        active().forEach(n -> all.add(key(n)));
        return all;
    }

    static int number(MemberId id) {
        for (int n = 1; n <= Command.FoundConsortium.MAX_MEMBERS; n++) {
            if (memberId(n).equals(id)) {
                return n;
            }
        }
        throw new AssertionError(id);
    }

    static int keyOf(Member member) {
        return member.ed25519().raw().at(0) & 0xff;
    }
}
