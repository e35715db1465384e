package org.vitaledger.vault.file;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vitaledger.vault.SealedBatch;
import org.vitaledger.vault.file.VaultFinding.BatchName;

/**
 * What came of a record.
 *
 * @param file in which file it stands
 * @param offset and where
 * @param name which batch it is, if it is one's
 * @param batch the same whole, if it has that form
 * @param opened of how many readings seal and commitment were checked
 * @param findings what is wrong with it
 */
record CheckedRecord(
        Path file,
        long offset,
        Optional<BatchName> name,
        Optional<SealedBatch> batch,
        long opened,
        List<VaultFinding> findings) {}
