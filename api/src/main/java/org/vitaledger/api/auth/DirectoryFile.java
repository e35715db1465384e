package org.vitaledger.api.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.core.value.PatientHandle;
import org.vitaledger.core.value.PrincipalId;
import org.vitaledger.core.value.Role;
import org.vitaledger.journal.DurableFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The directory as JSON. */
final class DirectoryFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private record Lines(List<AccountLine> accounts, List<ServiceLine> services) {}

    private record AccountLine(
            String login,
            String passwordHash,
            String principal,
            Role role,
            @Nullable String patient,
            boolean enabled) {
        static AccountLine of(Account account) {
            return new AccountLine(
                    account.login(),
                    account.passwordHash(),
                    account.principal().text(),
                    account.role(),
                    account.patient().map(PatientHandle::text).orElse(null),
                    account.enabled());
        }

        Account toAccount() {
            return new Account(
                    login,
                    passwordHash,
                    PrincipalId.parse(principal),
                    role,
                    Optional.ofNullable(patient).map(PatientHandle::parse),
                    enabled);
        }
    }

    private record ServiceLine(
            String clientId,
            @Nullable String secretHash,
            @Nullable String jwks,
            String principal,
            Role role,
            Set<String> scopes,
            boolean enabled) {
        static ServiceLine of(Service service) {
            String principal = service.principal().text();
            return switch (service.credential()) {
                case Service.Credential.Secret(String hash) ->
                    new ServiceLine(
                            service.clientId(),
                            hash,
                            null,
                            principal,
                            service.role(),
                            service.scopes(),
                            service.enabled());
                case Service.Credential.Keys(String jwks) ->
                    new ServiceLine(
                            service.clientId(),
                            null,
                            jwks,
                            principal,
                            service.role(),
                            service.scopes(),
                            service.enabled());
            };
        }

        Service toService() {
            return new Service(clientId, credential(), PrincipalId.parse(principal), role, scopes, enabled);
        }

        private Service.Credential credential() {
            if (secretHash != null) {
                return new Service.Credential.Secret(secretHash);
            }
            if (jwks == null) {
                throw new IllegalArgumentException("a service has a secret or keys");
            }
            return new Service.Credential.Keys(jwks);
        }
    }

    private DirectoryFile() {}

    static Directory.Content read(Path file) {
        if (!Files.exists(file)) {
            return Directory.Content.of(Map.of(), Map.of());
        }
        try {
            Lines lines = JSON.readValue(Files.readString(file), Lines.class);
            Map<String, Account> accounts = new LinkedHashMap<>();
            lines.accounts().forEach(line -> accounts.put(line.login(), line.toAccount()));
            Map<String, Service> services = new LinkedHashMap<>();
            lines.services().forEach(line -> services.put(line.clientId(), line.toService()));
            return Directory.Content.of(accounts, services);
        } catch (IOException | JacksonException | IllegalArgumentException | NullPointerException e) {
            throw new ApiFault(ApiFaultCode.DIRECTORY_FILE, Map.of("file", file.getFileName()), e);
        }
    }

    static void write(Path file, Directory.Content content) {
        Lines lines = new Lines(
                content.accounts().values().stream()
                        .map(AccountLine::of)
                        .sorted(Comparator.comparing(AccountLine::login))
                        .toList(),
                content.services().values().stream()
                        .map(ServiceLine::of)
                        .sorted(Comparator.comparing(ServiceLine::clientId))
                        .toList());
        DurableFile.replacePrivate(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(lines));
    }
}
