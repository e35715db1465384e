package org.vitaledger.api.ops;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.vitaledger.api.auth.Account;
import org.vitaledger.api.auth.Directory;
import org.vitaledger.api.auth.PasswordRule;
import org.vitaledger.api.auth.Passwords;
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
     * @param passwords changes them
     * @param random makes new ids
     */
    public record Accounts(Directory directory, Secrets secrets, Passwords passwords, SecureRandom random) {}

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

    /**
     * A person as they would be enrolled: a patient has a handle. Nobody gets the handle of a patient who stands on the
     * ledger already, as a principal, under a device or in a consent: so no account is put in the place of a patient who has
     * data, or an account that was withdrawn.
     */
    Person prepared(Person person) {
        if (accounts.directory().account(person.login()).isPresent()) {
            throw new RefusedRequest(ApiRefusal.RULE_BROKEN, "login");
        }
        if (PasswordRule.isWeak(person.login(), person.password())) {
            throw new RefusedRequest(ApiRefusal.PASSWORD_WEAK);
        }
        if (person.role() != Role.PATIENT) {
            if (person.patient().isPresent()) {
                throw new RefusedRequest(ApiRefusal.BAD_CONTENT, "patient");
            }
            return person;
        }
        PatientHandle self = person.patient().orElseGet(() -> new PatientHandle(random(PatientHandle.SIZE)));
        index.awaitHeight(ledger.snapshot().height(), INDEXED);
        if (index.knows(self)) {
            throw new RefusedRequest(ApiRefusal.PATIENT_TAKEN);
        }
        return new Person(person.login(), person.password(), person.role(), Optional.of(self));
    }

    /** Enrols a person with an account; one at a time, so that no two get one login or one patient's place. */
    public synchronized Account enrol(Person asked) {
        Person person = prepared(asked);
        Account account = account(person, new PrincipalId(random(PrincipalId.SIZE)));
        submit(new Command.PutPrincipal(
                new Principal(account.principal(), ledger.member(), Set.of(person.role()), account.patient(), true)));
        accounts.directory().put(account);
        return account;
    }

    /** Withdraws a principal: their account is closed at once, and no node accepts them any more. */
    public void withdraw(PrincipalId id) {
        Principal principal =
                ledger.snapshot().state().principal(id).orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        accounts.directory().accounts().stream()
                .filter(account -> account.principal().equals(id))
                .forEach(account -> accounts.directory().put(account.closed()));
        submit(new Command.PutPrincipal(
                new Principal(id, principal.member(), principal.roles(), principal.self(), false)));
    }

    /** Sets the password of somebody who lost theirs; not of a patient, in whose place its giver would be. */
    public void resetPassword(PrincipalId id, String password) {
        Account account = accounts.directory().accounts().stream()
                .filter(found -> found.principal().equals(id))
                .findFirst()
                .orElseThrow(() -> new RefusedRequest(ApiRefusal.NOT_FOUND));
        if (account.role() == Role.PATIENT) {
            throw new RefusedRequest(ApiRefusal.PATIENT_TAKEN);
        }
        accounts.passwords().replace(account, password).ifPresent(refusal -> {
            throw new RefusedRequest(ErrorTable.of(refusal));
        });
    }

    private Account account(Person person, PrincipalId id) {
        try {
            String hash = accounts.secrets().hash(person.password());
            return new Account(person.login(), hash, id, person.role(), person.patient(), true);
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
