package org.vitaledger.api.auth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.vitaledger.api.fault.ApiFault;
import org.vitaledger.api.fault.ApiFaultCode;
import org.vitaledger.journal.DurableFile;

/**
 * The tokens that were revoked before their time (RFC 7009), shared by everything that accepts tokens. Durable: a
 * revocation is forced to disk before {@link #revoke} returns; entries leave when the token would have expired anyway.
 * Safe for any thread.
 */
public final class RevokedTokens implements AutoCloseable {
    private final Map<String, Instant> expiryById = new ConcurrentHashMap<>();
    private final FileChannel channel;
    private final InstantSource clock;

    private RevokedTokens(FileChannel channel, InstantSource clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /**
     * Opens the list, dropping what has expired.
     *
     * @throws ApiFault VL-API-002 if the file can't be read or written
     */
    public static RevokedTokens open(Path file, InstantSource clock) {
        try {
            Map<String, Instant> kept = new ConcurrentHashMap<>();
            if (Files.exists(file)) {
                Instant now = clock.instant();
                Files.readAllLines(file).forEach(line -> read(line, now, kept));
            }
            StringBuilder content = new StringBuilder();
            kept.forEach((id, expiry) -> content.append(line(id, expiry)));
            DurableFile.replacePrivate(file, content.toString().getBytes(StandardCharsets.UTF_8));
            RevokedTokens list = new RevokedTokens(FileChannel.open(file, Set.of(StandardOpenOption.APPEND)), clock);
            list.expiryById.putAll(kept);
            return list;
        } catch (IOException e) {
            throw new ApiFault(ApiFaultCode.REVOCATION_FILE, Map.of("file", file.getFileName()), e);
        }
    }

    /**
     * Revokes a token. It is refused from now on, whether or not the disk takes the record.
     *
     * @param tokenId its {@code jti}
     * @param expires when it would have ended
     * @throws ApiFault VL-API-002 if the record can't be forced to disk
     */
    public void revoke(String tokenId, Instant expires) {
        if (expiryById.put(tokenId, expires) != null) {
            return;
        }
        Instant now = clock.instant();
        expiryById.values().removeIf(expiry -> !now.isBefore(expiry));
        synchronized (this) {
            try {
                channel.write(StandardCharsets.UTF_8.encode(line(tokenId, expires)));
                channel.force(false);
            } catch (IOException e) {
                throw new ApiFault(ApiFaultCode.REVOCATION_FILE, Map.of(), e);
            }
        }
    }

    /** Whether a token was revoked. */
    public boolean contains(String tokenId) {
        return expiryById.containsKey(tokenId);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new ApiFault(ApiFaultCode.REVOCATION_FILE, Map.of(), e);
        }
    }

    private static String line(String tokenId, Instant expires) {
        return expires.getEpochSecond() + " " + tokenId + "\n";
    }

    /** A torn last line, from a crash during its write, was never confirmed to anybody and is left out. */
    private static void read(String line, Instant now, Map<String, Instant> into) {
        int space = line.indexOf(' ');
        if (space < 1 || !line.chars().limit(space).allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        Instant expires = Instant.ofEpochSecond(Long.parseLong(line.substring(0, space)));
        if (now.isBefore(expires)) {
            into.put(line.substring(space + 1), expires);
        }
    }
}
