package org.vitaledger.vault.file;

import java.util.Optional;
import org.vitaledger.core.access.Grant;
import org.vitaledger.core.bytes.Bytes;
import org.vitaledger.core.value.Reading;
import org.vitaledger.vault.OpenedReading;

/**
 * A pack in clear.
 *
 * @param header of its batch
 * @param firstLeaf the index of its first commitment
 * @param packed what was sealed
 */
record OpenedPack(BatchHeader header, int firstLeaf, Packed packed) {
    /** The {@code at}-th reading with its salt and place; with the signed pack if {@code grant} covers all of it. */
    OpenedReading reading(int at, Grant grant) {
        Reading reading = packed.readings().get(at);
        boolean whole = packed.readings().stream().allMatch(each -> grant.covers(each.code()));
        return new OpenedReading(
                reading,
                Bytes.of(salt(at)),
                whole ? Optional.of(packed.signed()) : Optional.empty(),
                new OpenedReading.Place(header.gateway(), header.number(), firstLeaf + at));
    }

    byte[] salt(int at) {
        Sealing sealing = Sealing.ofThread();
        sealing.seed(packed.seed(), 0, Packed.SEED);
        return sealing.salt(packed.readings().get(at).id().index());
    }
}
