package org.vitaledger.api.auth;

import java.util.Optional;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;

/** Whoever a token can be issued to: an account of a person, or a service. */
public sealed interface Actor permits Account, Service {
    /** Who acts, as the ledger knows them. */
    PrincipalId principal();

    /** What they act as. */
    Role role();

    /** The handle that is their own, present exactly for patients. */
    Optional<PatientHandle> patient();

    /** A mark that tells one password, secret or set of keys of theirs from the next. */
    String credentialMark();

    /** Whether they may act at all. */
    boolean enabled();
}
