package org.vitaledger.api.ops;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.Secrets;
import org.vitaledger.api.error.ApiRefusal;
import org.vitaledger.api.error.ErrorTable;
import org.vitaledger.api.error.RefusedRequest;
import org.vitaledger.api.index.LedgerIndex;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.contract.Command;
import org.vitaledger.core.contract.Contracts;
import org.vitaledger.core.contract.Outcome;
import org.vitaledger.core.fault.Fault;
import org.vitaledger.core.sign.VerifyingKey;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.Principal;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.ledger.Ledger;
import org.vitaledger.ledger.Receipt;

/**
 * Enrols devices and people: on the ledger, and people also in the node's directory. Every method fails with
 * {@link RefusedRequest} if the contracts refuse, and returns once the change is committed. Safe for any thread.
 */
public final class Registrar {
    private static final Duration INDEXED = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final LedgerIndex index;
    private final Accounts accounts;

    /**
     * Where accounts are kept.
     *
     * @param directory the accounts
     * @param secrets hashes their passwords
     * @param random makes new ids
     */
    public record Accounts(Directory directory, Secrets secrets, SecureRandom random) {}

    /**
     * A person to be enrolled.
     *
     * @param login the name to log in with
     * @param password the first password
     * @param role what they act as
     * @param patient for a patient: their handle, or empty for a new one
     */
    public record Person(String login, String password, Role role, Optional<PatientHandle> patient) {}

    public Registrar(Ledger ledger, LedgerIndex index, Accounts accounts) {
        this.ledger = ledger;
        this.index = index;
        this.accounts = accounts;
    }

    /** Enrols a device under a new number. */
    public DeviceId enrol(VerifyingKey key) {
        DeviceId device = new DeviceId(random(DeviceId.SIZE));
        submit(new Command.RegisterDevice(device, key));
        return device;
    }

    /** Says whose readings a device delivers from now on. */
    public void bind(DeviceId device, Optional<PatientHandle> patient) {
        submit(new Command.BindDevice(device, patient));
    }

    /** Revokes a device for good. */
    public void revoke(DeviceId device) {
        submit(new Command.RevokeDevice(device));
    }

    /** Enrols a person with an account. */
    public Account enrol(Person person) {
        if (accounts.directory().account(person.login()).isPresent()) {
            throw new RefusedRequest(ApiRefusal.RULE_BROKEN, "login");
        }
        Optional<PatientHandle> self = person.role() == Role.PATIENT
                ? person.patient().or(() -> Optional.of(new PatientHandle(random(PatientHandle.SIZE))))
                : Optional.empty();
        Account account = account(person, new PrincipalId(random(PrincipalId.SIZE)), self);
        submit(new Command.PutPrincipal(
                new Principal(account.principal(), ledger.member(), Set.of(person.role()), self, true)));
        accounts.directory().put(account);
        return account;
    }

    /** Withdraws a principal: their account is closed at once, and no node accepts them any more. */
    public void withdraw(PrincipalId id) {
        Principal principal =
                ledger.snapshot().state().principal(id).orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        for (Account account : accounts.directory().accounts()) {
            if (account.principal().equals(id)) {
                accounts.directory()
                        .put(new Account(
                                account.login(), account.passwordHash(), id, account.role(), account.patient(), false));
            }
        }
        submit(new Command.PutPrincipal(
                new Principal(id, principal.member(), principal.roles(), principal.self(), false)));
    }

    private Account account(Person person, PrincipalId id, Optional<PatientHandle> self) {
        try {
            String hash = accounts.secrets().hash(person.password());
            return new Account(person.login(), hash, id, person.role(), self, true);
        } catch (IllegalArgumentException e) {
            throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "login");
        }
    }

    /** Submits a command, and returns once it is committed and can be read. */
    void submit(Command command) {
        Contracts.unsupported(ledger.snapshot().state(), command).ifPresent(refusal -> {
            throw new RefusedRequest(ErrorTable.of(refusal));
        });
        try {
            Receipt receipt = ledger.submit(command).join();
            if (receipt.outcome() instanceof Outcome.Refused(var refusal)) {
                throw new RefusedRequest(ErrorTable.of(refusal));
            }
            index.awaitHeight(receipt.height(), INDEXED);
        } catch (CompletionException e) {
            throw e.getCause() instanceof Fault fault ? fault : e;
        }
    }

    private Bytes random(int size) {
        byte[] bytes = new byte[size];
        accounts.random().nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
