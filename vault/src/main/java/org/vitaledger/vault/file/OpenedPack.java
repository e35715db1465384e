package org.vitaledger.vault.file;

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
    /** The {@code at}-th reading with its salt and place. */
    OpenedReading reading(int at) {
        Reading reading = packed.readings().get(at);
        return new OpenedReading(
                reading,
                Bytes.of(salt(at)),
                packed.signed(),
                new OpenedReading.Place(header.gateway(), header.number(), firstLeaf + at));
    }

    byte[] salt(int at) {
        Sealing sealing = Sealing.ofThread();
        sealing.seed(packed.seed(), 0, Packed.SEED);
        return sealing.salt(packed.readings().get(at).id().index());
    }
}
