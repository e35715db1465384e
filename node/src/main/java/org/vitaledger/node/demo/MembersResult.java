package org.vitaledger.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a demonstration with several members did.
 *
 * @param members what each says of its own part, by its name
 * @param heads the ledger as each shows it in the end
 * @param provedToOthers whether a proof made at the first member holds under a policy of the others' keys alone
 */
record MembersResult(Map<String, JsonNode> members, List<Head> heads, boolean provedToOthers) {
    /** The end of the log, as a member tells it. */
    record Head(long size, String root, String stateRoot) {}

    MembersResult {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        heads = List.copyOf(heads);
    }

    /** Whether all members show the same ledger. */
    boolean agree() {
        return heads.stream().distinct().count() == 1;
    }

    /** Whether they agree, each part holds, and the proof does. */
    boolean holds() {
        return agree()
                && provedToOthers
                && members.values().stream()
                        .allMatch(member -> member.path("everythingHolds").asBoolean());
    }

    /** Where each member's pages are. */
    Map<String, Object> pages() {
        Map<String, Object> pages = new LinkedHashMap<>();
        members.forEach((name, said) -> pages.put(name, said.path("console").asText()));
        pages.put("sign in as", "dr.reed, auditor, operator, patient1 ... (password: " + Ward.PASSWORD + ")");
        return pages;
    }

    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        members.forEach((name, said) -> facts.put(
                name,
                said.path("readingsAccepted").asText() + " readings accepted, "
                        + said.path("proofsVerified").asText() + " of "
                        + said.path("readingsReadBack").asText()
                        + " read back and verified; published to committed "
                        + said.path("publishToCommitted").asText()
                        + (said.path("everythingHolds").asBoolean() ? "" : "; SOMETHING DOES NOT HOLD")));
        facts.put("size", heads.getFirst().size());
        facts.put("root", heads.getFirst().root());
        facts.put("stateRoot", heads.getFirst().stateRoot());
        facts.put("membersAgree", agree());
        facts.put("provedWithTheKeysOfOthers", provedToOthers);
        facts.put("everythingHolds", holds());
        return facts;
    }
}
