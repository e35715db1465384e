package org.vitaledger.api.ops;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.http.BearerFilter;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;

/**
 * Who may send an operator's request: by the token, and by the ledger's state at that moment, so that a withdrawn operator's
 * token does nothing any more. Safe for any thread.
 */
final class Operators {
    private final Ledger ledger;

    Operators(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The operator who sends a request.
     *
     * @throws RefusedRequest if nobody or somebody else does
     */
    Caller require(HttpServletRequest request) {
        Caller caller = BearerFilter.caller(request);
        if (caller.role() != Role.OPERATOR) {
            throw new RefusedRequest(ApiRefusal.ROLE_MISSING);
        }
        if (!caller.scopes().permitsOperation()) {
            throw new RefusedRequest(ApiRefusal.SCOPE_MISSING);
        }
        Optional<Principal> principal = ledger.snapshot().state().principal(caller.principal());
        if (principal.filter(Principal::active).isEmpty()) {
            throw new RefusedRequest(ApiRefusal.PRINCIPAL_INACTIVE);
        }
        if (!principal.get().roles().contains(Role.OPERATOR)) {
            throw new RefusedRequest(ApiRefusal.ROLE_MISSING);
        }
        return caller;
    }
}
