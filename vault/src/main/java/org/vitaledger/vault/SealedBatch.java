package org.vitaledger.vault;

import java.util.List;
import org.vitaledger.core.bytes.Hash;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.SequenceRange;

/**
 * What a sealed batch commits to: all that its anchor says, and the commitments that proofs need. No patient data.
 *
 * @param gateway whose batch
 * @param number which
 * @param origin the gateway's spool position behind the batch
 * @param ranges which packs of which devices, as an anchor names them
 * @param commitments one a reading, in the order of packs and readings
 */
public record SealedBatch(
        GatewayId gateway, long number, long origin, List<SequenceRange> ranges, List<Hash> commitments) {
    public SealedBatch {
        ranges = List.copyOf(ranges);
        commitments = List.copyOf(commitments);
    }
}
