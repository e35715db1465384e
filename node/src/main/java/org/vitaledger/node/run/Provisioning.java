package org.vitaledger.node.run;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.vitaledger.api.ApiServer;
import org.vitaledger.api.auth.Account;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;

/** Puts people on the ledger and into the node's directory. For any thread. */
public final class Provisioning {
    private final Ledger ledger;
    private final ApiServer api;
    private final SecureRandom random;

    public Provisioning(Ledger ledger, ApiServer api, SecureRandom random) {
        this.ledger = ledger;
        this.api = api;
        this.random = random;
    }

    /**
     * A person of this node.
     *
     * @param principal who they are on the ledger
     * @param role what they act as
     * @param patient their own handle, present exactly for patients
     */
    public record Person(PrincipalId principal, Role role, Optional<PatientHandle> patient) {}

    /**
     * Adds a member of the staff who can log in.
     *
     * @throws NodeFault VL-NODE-004 if the ledger refuses
     */
    public Person addPerson(String login, String password, Role role) {
        return addPerson(login, password, role, Optional.empty());
    }

    /** Adds a person who can log in; a patient, exactly, has a handle. */
    public Person addPerson(String login, String password, Role role, Optional<PatientHandle> patient) {
        PrincipalId id = new PrincipalId(randomBytes(PrincipalId.SIZE));
        submit(new Command.PutPrincipal(new Principal(id, ledger.member(), Set.of(role), patient, true)));
        api.directory().put(new Account(login, api.secrets().hash(password), id, role, patient, true));
        return new Person(id, role, patient);
    }

    /** An access token for a person of this node, with everything that the role can use. */
    public String token(Person person, Duration lifetime) {
        return api.tokens().mint(person.principal(), person.role(), lifetime);
    }

    /**
     * Submits a command that the contracts are expected to take.
     *
     * @throws NodeFault VL-NODE-004 if they refuse
     */
    public Receipt submit(Command command) {
        Receipt receipt = await(ledger, command);
        if (receipt.outcome() instanceof Outcome.Refused refused) {
            throw new NodeFault(NodeFault.NodeCode.FOUNDING_REFUSED, Map.of("refusal", refused.refusal()), null);
        }
        return receipt;
    }

    static Receipt await(Ledger ledger, Command command) {
        try {
            return ledger.submit(command).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Fault fault) {
                throw fault;
            }
            throw e;
        }
    }

    /** Fresh random bytes for an identifier. */
    public Bytes randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
