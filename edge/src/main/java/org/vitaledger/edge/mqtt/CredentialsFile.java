package org.vitaledger.edge.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.DeviceId;
import org.vitaledger.journal.DurableFile;

/**
 * Per-device credentials in a text file: {@code device ID HASH} and {@code alerts NAME HASH}, a line each, where HASH is
 * SHA-256 of a random token of 32 bytes in base64. The token itself is handed out once and not kept. Safe for any thread.
 */
public final class CredentialsFile implements DeviceCredentials {
    private static final int TOKEN_BYTES = 32;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{0,31}");
    /** What a device's user name looks like. */
    private static final Pattern DEVICE_NAME = Pattern.compile("[0-9a-f]{16}");

    private static final String DEVICE = "device";
    private static final String ALERTS = "alerts";

    private final Path file;
    private volatile Map<String, Entry> byUsername;

    private record Entry(ClientIdentity client, Hash hash) {}

    private CredentialsFile(Path file, Map<String, Entry> byUsername) {
        this.file = file;
        this.byUsername = byUsername;
    }

    /**
     * Opens the file, or begins an empty one that is written with the first credentials.
     *
     * @throws CredentialsFault if it cannot be read or a line is not of the form above
     */
    public static CredentialsFile open(Path file) {
        Map<String, Entry> entries = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                    Entry entry = parse(line);
                    entries.put(entry.client().text(), entry);
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new CredentialsFault(Map.of("file", file), e);
            }
        }
        return new CredentialsFile(file, entries);
    }

    /** As {@link #issueAll}, for one client. */
    public String issue(ClientIdentity client, SecureRandom random) {
        return issueAll(Set.of(client), random).values().iterator().next();
    }

    /**
     * Gives new tokens, which replace older ones; durable on return.
     *
     * @return the passwords by client
     * @throws IllegalArgumentException if a reader has no name for one: 1 to 32 small letters, digits, dots and dashes, the
     *     first a letter, and not the form of a device's name
     * @throws org.vitaledger.journal.JournalFault if the file cannot be written; the old tokens are then still valid
     */
    public synchronized Map<ClientIdentity, String> issueAll(
            Set<? extends ClientIdentity> clients, SecureRandom random) {
        Map<String, Entry> next = new TreeMap<>(byUsername);
        Map<ClientIdentity, String> tokens = new LinkedHashMap<>();
        for (ClientIdentity client : clients) {
            if (client instanceof ClientIdentity.AlertReader(String name)
                    && (!NAME.matcher(name).matches()
                            || DEVICE_NAME.matcher(name).matches())) {
                throw new IllegalArgumentException("a name has 1 to 32 small letters, digits, dots and dashes");
            }
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
            tokens.put(client, text);
            next.put(client.text(), new Entry(client, hash(text.getBytes(StandardCharsets.US_ASCII))));
        }
        store(next);
        return tokens;
    }

    /** Withdraws a client's token; durable on return. Connections that it opened before go on. */
    public synchronized boolean withdraw(ClientIdentity client) {
        Map<String, Entry> next = new TreeMap<>(byUsername);
        Entry entry = next.get(client.text());
        if (entry == null || !entry.client().equals(client)) {
            return false;
        }
        next.remove(client.text());
        store(next);
        return true;
    }

    @Override
    public Optional<ClientIdentity> authenticate(String username, byte[] password) {
        Entry entry = byUsername.get(username);
        return entry != null
                        && MessageDigest.isEqual(
                                entry.hash().toArray(), hash(password).toArray())
                ? Optional.of(entry.client())
                : Optional.empty();
    }

    private void store(Map<String, Entry> next) {
        StringBuilder text = new StringBuilder();
        for (Entry entry : next.values()) {
            String kind = switch (entry.client()) {
                case ClientIdentity.DeviceClient _ -> DEVICE;
                case ClientIdentity.AlertReader _ -> ALERTS;
            };
            text.append(kind).append(' ').append(entry.client().text()).append(' ');
            text.append(entry.hash()).append('\n');
        }
        DurableFile.replacePrivate(file, text.toString().getBytes(StandardCharsets.UTF_8));
        byUsername = next;
    }

    private static Entry parse(String line) {
        String[] fields = line.split(" ", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line has three fields");
        }
        ClientIdentity client = switch (fields[0]) {
            case DEVICE -> new ClientIdentity.DeviceClient(DeviceId.parse(fields[1]));
            case ALERTS -> new ClientIdentity.AlertReader(fields[1]);
            default -> throw new IllegalArgumentException("a line begins with device or alerts");
        };
        return new Entry(client, Hash.of(Bytes.parseHex(fields[2]).toArray()));
    }

    private static Hash hash(byte[] token) {
        return Hash.sha256(token);
    }
}
