package org.vitaledger.vault.file;

import java.security.SecureRandom;
import java.time.InstantSource;
import org.vitaledger.journal.JournalOptions;
import org.vitaledger.vault.key.NodeKey;

/**
 * What a vault is opened with.
 *
 * @param nodeKey what wraps the patients' keys
 * @param clock tells when a grant has ended
 * @param random keys, nonces and salts come from here
 * @param journal how the journal of sealed records is kept
 */
public record FileVaultOptions(NodeKey nodeKey, InstantSource clock, SecureRandom random, JournalOptions journal) {
    /** A journal with its defaults, and the platform's source of randomness. */
    public static FileVaultOptions of(NodeKey nodeKey, InstantSource clock) {
        return new FileVaultOptions(nodeKey, clock, new SecureRandom(), JournalOptions.defaults());
    }
}
