/**
 * The keys of a vault. The node's key lies in a PKCS#12 file behind a password. It wraps (AES-KW, RFC 3394) one random
 * key per patient; each patient's key gives a data key per period (HKDF-SHA256, RFC 5869), and data keys seal records.
 *
 * <p>What enters: handles and periods. What leaves: data keys, only to the vault's adapters. What always holds: a key is
 * durable before anything is sealed under it, and the destruction of a patient's key overwrites its only copy in place, so
 * that no data key of the patient can be made again (INV-008). What a file system or a flash disk keeps of overwritten
 * blocks, and what was copied by backups, is beyond this package: put the file on an encrypted volume and rotate backups.
 */
@NullMarked
package org.vitaledger.vault.key;

import org.jspecify.annotations.NullMarked;
