package org.vitaledger.vault.file;

import java.nio.ByteBuffer;
import java.util.Map;
import org.vitaledger.core.value.GatewayId;
import org.vitaledger.core.value.MemberId;
import org.vitaledger.vault.SealCode;
import org.vitaledger.vault.SealFault;

/**
 * The start of a batch's record.
 *
 * @param gateway whose batch
 * @param number which
 */
record BatchHeader(GatewayId gateway, long number) {
    /** The first byte of a batch's record; the second is the version. */
    static final int TYPE = 1;

    static final int VERSION = 2;

    /** No header is longer, and no record is shorter. */
    static final int MAX_SIZE = 2 + 1 + 64 + 1 + 32 + Long.BYTES;

    void write(Scratch out) {
        out.put8(TYPE).put8(VERSION);
        out.putText(gateway.member().text()).putText(gateway.name()).put64(number);
    }

    static BatchHeader read(ByteBuffer in) {
        if (in.get() != TYPE) {
            throw new IllegalArgumentException("not the record of a batch");
        }
        int version = in.get();
        if (version != VERSION) {
            throw new SealFault(SealCode.OTHER_VERSION, Map.of("record", version, "known", VERSION), null);
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
