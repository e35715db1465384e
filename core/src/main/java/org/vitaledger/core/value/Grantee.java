package org.vitaledger.core.value;

/** To whom a consent is given: one principal, or everybody whom a member vouches for. */
public sealed interface Grantee {
    /**
     * One person or program.
     *
     * @param id who
     */
    record OnePrincipal(PrincipalId id) implements Grantee {}

    /**
     * Everybody of one institution.
     *
     * @param id which
     */
    record WholeMember(MemberId id) implements Grantee {}
}
