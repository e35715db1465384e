package org.vitaledger.api.auth;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitaledger.core.value.PrincipalId;

/**
 * The accounts and services of this node, kept in one JSON file. Readers see one consistent version; a change is on disk
 * before it counts. Safe for any thread.
 */
public final class Directory {
    private final Path file;
    private volatile Content content;

    /** One version of the directory. */
    record Content(Map<String, Account> accounts, Map<String, Service> services, Map<PrincipalId, Actor> actors) {
        static Content of(Map<String, Account> accounts, Map<String, Service> services) {
            Map<PrincipalId, Actor> actors = new LinkedHashMap<>();
            accounts.values().forEach(account -> actors.put(account.principal(), account));
            services.values().forEach(service -> actors.put(service.principal(), service));
            return new Content(Map.copyOf(accounts), Map.copyOf(services), Map.copyOf(actors));
        }
    }

    private Directory(Path file, Content content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Opens the directory; one that does not exist is empty.
     *
     * @throws org.vitaledger.api.fault.ApiFault VL-API-003 if the file can't be read or is not a directory
     */
    public static Directory open(Path file) {
        return new Directory(file, DirectoryFile.read(file));
    }

    /** The account of a login. */
    public Optional<Account> account(String login) {
        return Optional.ofNullable(content.accounts().get(login));
    }

    /** The service of a client id. */
    public Optional<Service> service(String clientId) {
        return Optional.ofNullable(content.services().get(clientId));
    }

    /** Whoever acts as a principal. */
    public Optional<Actor> actor(PrincipalId principal) {
        return Optional.ofNullable(content.actors().get(principal));
    }

    /** All accounts, in no order. */
    public List<Account> accounts() {
        return List.copyOf(content.accounts().values());
    }

    /**
     * Adds an account, or replaces the one of the same login.
     *
     * @throws org.vitaledger.journal.JournalFault if the file can't be written
     */
    public synchronized void put(Account account) {
        Map<String, Account> accounts = new LinkedHashMap<>(content.accounts());
        accounts.put(account.login(), account);
        replace(Content.of(accounts, content.services()));
    }

    /**
     * Adds a service, or replaces the one of the same client id.
     *
     * @throws org.vitaledger.journal.JournalFault if the file can't be written
     */
    public synchronized void put(Service service) {
        Map<String, Service> services = new LinkedHashMap<>(content.services());
        services.put(service.clientId(), service);
        replace(Content.of(content.accounts(), services));
    }

    private void replace(Content next) {
        DirectoryFile.write(file, next);
        content = next;
    }
}
