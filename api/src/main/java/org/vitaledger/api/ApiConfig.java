package org.vitaledger.api;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.vitaledger.api.http.WebConfig;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.ledger.publish.Publications;

/**
 * How the API runs.
 *
 * @param home the folder of its files: token key, directory, revoked tokens, audit log; made if absent
 * @param web where it listens
 * @param timing how long tokens last and how often the audit log is anchored
 * @param audit how the audit log reaches the disk, and its key
 * @param policy the consortium's roster (C2SP tlog-policy), served and used to verify proofs
 * @param publications what witnesses and time stamping authorities gave, served with the log; the caller's to close
 * @param publicBase the address that clients use, without a slash at the end; empty derives it from the port
 * @param sources time and randomness
 */
public record ApiConfig(
        Path home,
        WebConfig web,
        Timing timing,
        Audit audit,
        String policy,
        Optional<Publications> publications,
        Optional<String> publicBase,
        Sources sources) {
    /**
     * What the audit log is made with.
     *
     * @param journal how it reaches the disk
     * @param key 32 secret bytes that it is encrypted with, always the same
     */
    public record Audit(JournalOptions journal, Bytes key) {}

    /**
     * Times.
     *
     * @param tokenLifetime how long an access token lasts
     * @param anchorInterval how long what was recorded may wait for its anchor
     * @param staleness how old the ledger's last block may be before reads are denied (INV-014), if that is less than the
     *     members decided; empty for a consortium of one
     */
    public record Timing(Duration tokenLifetime, Duration anchorInterval, Optional<Duration> staleness) {
        /** Ten minutes, five seconds, no bound. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofMinutes(10), Duration.ofSeconds(5), Optional.empty());

        public Timing {
            if (tokenLifetime.isNegative() || tokenLifetime.isZero() || anchorInterval.isNegative()) {
                throw new IllegalArgumentException("times are positive");
            }
        }

        /** These times with another bound. */
        public Timing withStaleness(Optional<Duration> bound) {
            return new Timing(tokenLifetime, anchorInterval, bound);
        }
    }

    /**
     * What core never takes by itself.
     *
     * @param clock what time it is
     * @param random keys, ids and salts
     */
    public record Sources(InstantSource clock, SecureRandom random) {}
}
