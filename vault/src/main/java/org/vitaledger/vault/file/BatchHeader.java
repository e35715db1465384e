package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;

/**
 * The start of a batch's record.
 *
 * @param gateway whose batch
 * @param number which
 */
record BatchHeader(GatewayId gateway, long number) {
    /** The first byte of a batch's record; the second is the version. */
    static final int TYPE = 1;

    static final int VERSION = 1;

    /** No header is longer, and no record is shorter. */
    static final int MAX_SIZE = 2 + 1 + 64 + 1 + 32 + Long.BYTES;

    void write(Scratch out) {
        out.put8(TYPE).put8(VERSION);
        out.putText(gateway.member().text()).putText(gateway.name()).put64(number);
    }

    static BatchHeader read(ByteBuffer in) {
        if (in.get() != TYPE || in.get() != VERSION) {
            throw new IllegalArgumentException("not the record of a batch");
        }
        GatewayId gateway = new GatewayId(new MemberId(Scratch.text(in)), Scratch.text(in));
        return new BatchHeader(gateway, in.getLong());
    }

    /** What binds a sealed pack to its place: batch, place in it, and all that stands in clear. */
    byte[] binding(Scratch out, int pack, PackEntry entry) {
        write(out.reset());
        entry.write(out.put32(pack));
        return out.toArray();
    }
}
