/**
 * The vault on one machine's disk. Batches and documents enter and become records of a journal; readings leave against
 * grants, by way of an index.
 *
 * <p>Folder: {@code journal} (the sealed records, the truth), {@code keys/patients.keys} (the wrapped keys) and
 * {@code index} (RocksDB; made anew from the other two whenever it is missing, damaged or foreign). What always holds: a
 * batch is one record, so it is sealed whole or not at all; packs and documents are sealed with AES-256-GCM under a data
 * key of their patient, bound to the place they stand in; commitments stand in clear, so that proofs survive the
 * destruction of a key. In clear are also handles, device ids, sequence numbers, months, and of each signed pack a
 * fingerprint that tells nothing without the node's key; the index knows in addition times and codes, and forgets them when
 * the key is destroyed.
 */
@NullMarked
package org.vitaledger.vault.file;

import org.jspecify.annotations.NullMarked;
