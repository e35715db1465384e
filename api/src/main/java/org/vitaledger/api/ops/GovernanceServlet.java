package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.Answers;
import org.vitaledger.api.http.GuardedServlet;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Governance;
import org.vitaledger.core.governance.Change;
import org.vitaledger.core.governance.Choice;
import org.vitaledger.core.governance.Parameter;
import org.vitaledger.core.governance.Proposal;
import org.vitaledger.core.governance.VersionChange;
import org.vitaledger.core.sign.Algorithm;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Snapshot;

/**
 * What the members decide together (ADR 0011), below {@code /ops/governance}: GET tells members, parameters, versions and
 * proposals; POST to {@code proposals} proposes a change in this member's name, POST to {@code votes} votes. For tokens of the
 * role operator with the scope ops.
 */
public final class GovernanceServlet extends GuardedServlet {
    private static final long serialVersionUID = 1L;

    /** A proposal's number may be taken by another member meanwhile. */
    private static final int TRIES = 5;

    private final transient Ledger ledger;
    private final transient Registrar registrar;
    private final transient Operators operators;

    public GovernanceServlet(Ledger ledger, Registrar registrar) {
        this.ledger = ledger;
        this.registrar = registrar;
        this.operators = new Operators(ledger);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        operators.require(request);
        if (segments(request).length > 0) {
            throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        }
        Answers.json(response, HttpServletResponse.SC_OK, overview(ledger.snapshot()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        operators.require(request);
        JsonBody body = JsonBody.read(request);
        long number = switch (String.join("/", segments(request))) {
            case "proposals" -> propose(change(body));
            case "votes" -> vote(body);
            default -> throw new RefusedRequest(ApiRefusal.NO_SUCH_ADDRESS);
        };
        Proposal proposal =
                ledger.snapshot().state().governance().proposal(number).orElseThrow();
        Answers.json(response, HttpServletResponse.SC_CREATED, line(proposal));
    }

    private long propose(Change change) {
        for (int left = TRIES; ; left--) {
            long number = ledger.snapshot().state().governance().proposals() + 1;
            try {
                registrar.submit(new Command.Propose(number, change));
                return number;
            } catch (RefusedRequest e) {
                boolean taken = ledger.snapshot().state().governance().proposals() >= number;
                if (!taken || left == 1) {
                    throw e;
                }
            }
        }
    }

    private long vote(JsonBody body) {
        long number = body.number("proposal");
        registrar.submit(new Command.Vote(number, choice(body.required("choice"))));
        return number;
    }

    private static Choice choice(String text) {
        return switch (text) {
            case "approve" -> Choice.APPROVE;
            case "reject" -> Choice.REJECT;
            default -> throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "choice");
        };
    }

    private static Change change(JsonBody body) {
        try {
            return switch (body.required("change")) {
                case "admit" -> new Change.AdmitMember(card(body));
                case "rotate" -> new Change.RotateMemberKeys(card(body));
                case "suspend" -> new Change.SuspendMember(member(body));
                case "reinstate" -> new Change.ReinstateMember(member(body));
                case "remove" -> new Change.RemoveMember(member(body));
                case "set-parameter" -> new Change.SetParameter(body.required("name"), body.number("value"));
                case "set-version" ->
                    new Change.SetContractVersion(
                            new VersionChange(Math.toIntExact(body.number("version")), body.number("fromHeight")));
                default -> throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "change");
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "change");
        }
    }

    private static MemberId member(JsonBody body) {
        return new MemberId(body.required("member"));
    }

    private static Member card(JsonBody body) {
        return new Member(
                member(body),
                new VerifyingKey(Algorithm.ED25519, Bytes.parseHex(body.required("ed25519"))),
                new VerifyingKey(Algorithm.ML_DSA_44, Bytes.parseHex(body.required("mlDsa44"))),
                Optional.of(Hash.of(Bytes.parseHex(body.required("card")).toArray())));
    }

    private static Map<String, Object> overview(Snapshot snapshot) {
        Governance governance = snapshot.state().governance();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("height", snapshot.height());
        all.put("contractVersion", governance.version(snapshot.height() + 1));
        all.put(
                "members",
                governance.seats().stream()
                        .map(seat -> Map.of(
                                "member", seat.member().id().text(),
                                "standing", seat.standing().name()))
                        .toList());
        Map<String, Long> parameters = new TreeMap<>();
        for (Parameter parameter : Parameter.values()) {
            parameters.put(parameter.text(), governance.parameter(parameter));
        }
        all.put("parameters", parameters);
        List<Map<String, Object>> proposals = new ArrayList<>();
        for (long number = governance.proposals(); number > 0; number--) {
            governance.proposal(number).map(GovernanceServlet::line).ifPresent(proposals::add);
        }
        all.put("proposals", proposals);
        return all;
    }

    private static Map<String, Object> line(Proposal proposal) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("proposal", proposal.number());
        line.put("change", text(proposal.change()));
        line.put("proposer", proposal.proposer().text());
        line.put("deadline", proposal.deadline().toString());
        Map<String, String> votes = new LinkedHashMap<>();
        proposal.ballots()
                .forEach(ballot ->
                        votes.put(ballot.member().text(), ballot.choice().name()));
        line.put("votes", votes);
        line.put("result", proposal.decision().map(end -> end.result().name()).orElse("OPEN"));
        return line;
    }

    private static String text(Change change) {
        return switch (change) {
            case Change.AdmitMember(Member member) -> "admit " + member.id() + card(member);
            case Change.RotateMemberKeys(Member member) -> "rotate the keys of " + member.id() + card(member);
            case Change.SuspendMember(MemberId subject) -> "suspend " + subject;
            case Change.ReinstateMember(MemberId subject) -> "reinstate " + subject;
            case Change.RemoveMember(MemberId subject) -> "remove " + subject;
            case Change.SetParameter(String name, long value) -> "set " + name + " to " + value;
            case Change.SetContractVersion(VersionChange next) ->
                "use version " + next.version() + " of the contracts from block " + next.fromHeight();
        };
    }

    /** Who votes compares it with the card that it was given. */
    private static String card(Member member) {
        return member.card().map(hash -> ", card " + hash.bytes().hex()).orElse("");
    }
}
