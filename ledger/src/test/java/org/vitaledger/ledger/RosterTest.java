package org.vitaledger.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitaledger.core.note.Policy;
import org.vitaledger.ledger.remote.FourMembers;

class RosterTest {
    /** Parsers of others take these for words of the format, wherever they stand. */
    private static final Set<String> KEYWORDS = Set.of("log", "witness", "group", "quorum", "none", "any", "all");

    @Test
    void policiesNameNothingAfterAKeyword() {
        Policy policy = new FourMembers().policy();

        assertThat(policy.groups()).extracting(Policy.Group::name).doesNotContainAnyElementsOf(KEYWORDS);
        assertThat(policy.witnesses()).extracting(Policy.Witness::name).doesNotContainAnyElementsOf(KEYWORDS);
        assertThat(policy.quorum()).isEqualTo("members");
    }
}
