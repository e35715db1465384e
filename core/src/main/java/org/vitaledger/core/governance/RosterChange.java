package org.vitaledger.core.governance;

import java.util.List;
import org.vitaledger.core.value.Member;

/**
 * Who runs the consensus and cosigns, from a height on until the next change's height. The first is the founding.
 *
 * @param number counts the changes, from 1 without gaps
 * @param fromHeight the first block that these members order and cosign
 * @param members the active ones with their keys, in the order of their first admission, at least one
 */
public record RosterChange(long number, long fromHeight, List<Member> members) {
    public RosterChange {
        members = List.copyOf(members);
        if (number < 1 || members.isEmpty()) {
            throw new IllegalArgumentException("roster changes count from 1 and leave at least one member");
        }
    }
}
