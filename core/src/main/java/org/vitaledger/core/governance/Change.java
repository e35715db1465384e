package org.vitaledger.core.governance;

import java.util.regex.Pattern;
import org.vitaledger.core.value.Member;
import org.vitaledger.core.value.MemberId;

/** What a proposal asks for. */
public sealed interface Change {
    /** Who is a member, and with which keys; needs more than two thirds. */
    sealed interface OfRoster extends Change {
        /** Whom it concerns. */
        MemberId subject();
    }

    /**
     * Admits a member, also one that was removed.
     *
     * @param member with its keys and its card
     */
    record AdmitMember(Member member) implements OfRoster {
        @Override
        public MemberId subject() {
            return member.id();
        }
    }

    /**
     * Shuts a member out until it is reinstated.
     *
     * @param subject who
     */
    record SuspendMember(MemberId subject) implements OfRoster {}

    /**
     * Ends a suspension.
     *
     * @param subject who
     */
    record ReinstateMember(MemberId subject) implements OfRoster {}

    /**
     * Shuts a member out; it may be suspended already.
     *
     * @param subject who
     */
    record RemoveMember(MemberId subject) implements OfRoster {}

    /**
     * Gives a member other keys, or another card; only the member itself proposes it.
     *
     * @param member as it is then
     */
    record RotateMemberKeys(Member member) implements OfRoster {
        @Override
        public MemberId subject() {
            return member.id();
        }
    }

    /**
     * Sets a parameter; needs more than {@link Parameter#VOTING_THRESHOLD}.
     *
     * @param name {@link Parameter#text()}, at most 32 lower-case letters and hyphens
     * @param value within the parameter's range
     */
    record SetParameter(String name, long value) implements Change {
        private static final Pattern FORM = Pattern.compile("[a-z][a-z-]{0,31}");

        public SetParameter {
            if (!FORM.matcher(name).matches()) {
                throw new IllegalArgumentException("a parameter's name is 1 to 32 lower-case letters and hyphens");
            }
        }
    }

    /**
     * Changes the version of the contracts; needs more than two thirds.
     *
     * @param next the version, one above the last, and the first block that is made by it
     */
    record SetContractVersion(VersionChange next) implements Change {}
}
