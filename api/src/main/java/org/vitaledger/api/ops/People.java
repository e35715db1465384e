package org.vitaledger.api.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.api.access.DecisionPoint;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Caller;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;

/**
 * What an operator does with people's accounts. What concerns a patient's account is in that patient's audit trail, with
 * the operator who did it, before it is done. Safe for any thread.
 */
final class People {
    private final Registrar registrar;
    private final DecisionPoint decisions;
    private final Ledger ledger;

    People(Registrar registrar, DecisionPoint decisions, Ledger ledger) {
        this.registrar = registrar;
        this.decisions = decisions;
        this.ledger = ledger;
    }

    Map<String, Object> enrol(Caller operator, JsonBody body) {
        Registrar.Person person = registrar.prepared(new Registrar.Person(
                body.required("login"),
                body.required("password"),
                role(body),
                body.text("patient").map(OpsServlet::handle)));
        person.patient().ifPresent(handle -> decisions.recordOperation(operator, handle, "Account.create"));
        Account account = registrar.enrol(person);
        Map<String, Object> enrolled = new LinkedHashMap<>();
        enrolled.put("principal", account.principal().text());
        account.patient().ifPresent(patient -> enrolled.put("patient", patient.text()));
        return enrolled;
    }

    void withdraw(Caller operator, PrincipalId id) {
        Optional<PatientHandle> self = ledger.snapshot().state().principal(id).flatMap(Principal::self);
        self.ifPresent(handle -> decisions.recordOperation(operator, handle, "Account.delete"));
        registrar.withdraw(id);
    }

    /** Sets a new password of somebody who is no patient. */
    void resetPassword(PrincipalId id, JsonBody body) {
        registrar.resetPassword(id, body.required("password"));
    }

    private static Role role(JsonBody body) {
        try {
            return Role.valueOf(body.required("role"));
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "role");
        }
    }
}
